package kamon.instrumentation.kafka.compat.numbers;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.transforms.Transformation;

/** Takes some numbers never, and others when they are given again. */
public final class Picky<R extends ConnectRecord<R>> implements Transformation<R> {
  private static final int LATE = 31;

  private String name;
  private int never;

  @Override
  public void configure(Map<String, ?> settings) {
    name = String.valueOf(settings.get("name"));
    never = Integer.parseInt(String.valueOf(settings.get("never")));
  }

  @Override
  public R apply(R record) {
    Numbers.lookForLeft("transforms");
    int number = Numbers.of(record.value());
    if (Numbers.is(number, never)) {
      throw new DataException("not " + number);
    }
    if (Numbers.is(number, LATE) && Numbers.isFirst(name, number)) {
      throw new RetriableException("not yet " + number);
    }
    return record;
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void close() {}
}
