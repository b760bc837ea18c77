package kamon.instrumentation.kafka.scaladsl

import java.util.concurrent.atomic.AtomicBoolean
import java.util.{ArrayList, Collections, Set, WeakHashMap}

import kamon.Kamon
import kamon.context.Context
import kamon.trace.Span
import org.apache.kafka.clients.consumer.ConsumerRecord

import scala.concurrent.ExecutionContext

/** A consumer span that is made current again and again until it is finished, which happens once. */
private[scaladsl] final class OpenSpan private (val context: Context, span: Span) {
  private val finished = new AtomicBoolean

  def run[T](action: => T): T = {
    val scope = Kamon.storeContext(context)
    try action
    catch {
      case t: Throwable =>
        fail(t)
        throw t
    } finally scope.close()
  }

  def fail(cause: Throwable): Unit =
    if (finished.compareAndSet(false, true)) {
      span.fail(cause)
      span.finish()
    }

  def finish(): Unit =
    if (finished.compareAndSet(false, true)) span.finish()
}

private[scaladsl] object OpenSpan {
  def start(record: ConsumerRecord[_, _], operationName: String): OpenSpan = {
    val before = Kamon.currentSpan()
    val context = KafkaInstrumentation.runWithConsumerSpan(record, operationName, finishSpan = false) {
      Kamon.currentContext()
    }
    val span = context.get(Span.Key)
    // A span of somebody else, where none was started, is theirs to finish.
    new OpenSpan(context, if (span eq before) Span.Empty else span)
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
