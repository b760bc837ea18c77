package kamon.instrumentation.kafka.compat.numbers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Some of the lanes. Goes on where Kafka Connect says that they were. */
public final class NumbersSourceTask extends SourceTask {
  private static final int LATE = 14;
  private static final int NOT_JSON = 11;
  private static final int AT_ONCE = 100;

  private final Map<Integer, Integer> next = new HashMap<>();
  private final Deque<Integer> turns = new ArrayDeque<>();
  private Map<String, String> settings;

  @Override
  public String version() {
    return "1";
  }

  @Override
  public void start(Map<String, String> given) {
    settings = given;
    int tasks = Integer.parseInt(settings.get("tasks"));
    for (int lane = Integer.parseInt(settings.get("task")); lane < Numbers.LANES; lane += tasks) {
      Map<String, Object> last = context.offsetStorageReader().offset(partition(lane));
      next.put(lane, last == null ? lane : Numbers.of(last.get("number")) + Numbers.LANES);
      turns.add(lane);
    }
  }

  @Override
  public List<SourceRecord> poll() {
    Numbers.lookForLeft("asks for numbers");
    for (int turn = 0; turn < next.size(); turn++) {
      int lane = turns.remove();
      turns.add(lane);
      List<SourceRecord> records = poll(lane);
      if (!records.isEmpty()) {
        return records;
      }
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    return null;
  }

  private List<SourceRecord> poll(int lane) {
    int count = Integer.parseInt(settings.get("numbers"));
    List<SourceRecord> records = new ArrayList<>();
    for (int number = next.get(lane);
        number < count && records.size() < AT_ONCE;
        number += Numbers.LANES) {
      if (Numbers.is(number, LATE) && Numbers.isFirst("source", number)) {
        throw new RetriableException("no number yet"); // and none of those before, which come again
      }
      if (Numbers.isFirst(settings, "source.fatal", number)) {
        System.out.println("FATAL source " + number);
        throw new ConnectException("never " + number);
      }
      records.add(record(lane, number));
    }
    next.merge(lane, records.size() * Numbers.LANES, Integer::sum);
    return records;
  }

  private SourceRecord record(int lane, int number) {
    return new SourceRecord(
        partition(lane),
        Collections.singletonMap("number", number),
        settings.get("topic"),
        lane,
        Schema.STRING_SCHEMA,
        "key" + lane,
        Schema.STRING_SCHEMA,
        (Numbers.is(number, NOT_JSON) ? "x" : "") + number);
  }

  private static Map<String, Object> partition(int lane) {
    return Collections.singletonMap("lane", lane);
  }

  @Override
  public void commitRecord(SourceRecord record, RecordMetadata metadata) {
    Numbers.lookForLeft("is told of a record");
  }

  @Override
  public void stop() {}
}
