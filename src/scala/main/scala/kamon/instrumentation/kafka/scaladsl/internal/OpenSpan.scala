package kamon.instrumentation.kafka.scaladsl.internal

import java.util.concurrent.{CompletableFuture, CompletionStage}
import java.util.{ArrayList, Collections, Set, WeakHashMap}

import kamon.Kamon
import kamon.context.Context
import kamon.instrumentation.kafka.KafkaInstrumentation.ThrowingCallable
import kamon.instrumentation.kafka.{KafkaInstrumentation => Library}
import org.apache.kafka.clients.consumer.ConsumerRecord

import scala.concurrent.ExecutionContext

/** A consumer span that is made current again and again until it ends, which the library does, and only once. */
private[scaladsl] final class OpenSpan private (val context: Context, end: CompletableFuture[Void]) {
  def run[T](action: => T): T = {
    val scope = Kamon.storeContext(context)
    try action
    catch {
      case t: Throwable =>
        fail(t)
        throw t
    } finally scope.close()
  }

  def fail(cause: Throwable): Unit = end.completeExceptionally(cause)

  def finish(): Unit = end.complete(null)
}

private[scaladsl] object OpenSpan {
  def start(record: ConsumerRecord[_, _], operationName: String): OpenSpan = {
    val end = new CompletableFuture[Void]
    var context = Context.Empty
    val action: ThrowingCallable[CompletionStage[Void], RuntimeException] = () => {
      context = Kamon.currentContext()
      end
    }
    Library.runWithConsumerSpanAsync(record, operationName, action)
    new OpenSpan(context, end)
  }
}

/** Those of one running stream. Weakly: what a stage drops must not stay until the stream ends. */
private[scaladsl] final class OpenSpans {
  private val open: Set[OpenSpan] =
    Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap[OpenSpan, java.lang.Boolean]))

  def start(record: ConsumerRecord[_, _], operationName: String): OpenSpan = {
    val span = OpenSpan.start(record, operationName)
    open.add(span)
    span
  }

  /** Ends those that nobody has finished: they were dropped, or the stream ended before them. */
  def end(failure: Option[Throwable]): Unit =
    new ArrayList(open).forEach(span => failure.fold(span.finish())(span.fail))
}

private[scaladsl] object SameThread extends ExecutionContext {
  override def execute(task: Runnable): Unit = task.run()
  override def reportFailure(cause: Throwable): Unit = throw cause
}
