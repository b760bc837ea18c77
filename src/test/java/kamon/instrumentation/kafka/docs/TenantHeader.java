package kamon.instrumentation.kafka.docs;

import java.nio.charset.StandardCharsets;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.tag.Lookups;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The propagator of docs/usage.md. */
// example: propagator
public final class TenantHeader implements KafkaPropagator {
  @Override
  public Context read(Headers headers) {
    Header header = headers.lastHeader("tenant");
    return header == null
        ? Context.Empty()
        : Context.of("tenant", new String(header.value(), StandardCharsets.UTF_8));
  }

  @Override
  public void write(Context context, Headers headers) {
    String tenant = context.getTag(Lookups.plain("tenant"));
    if (tenant != null) {
      headers.remove("tenant");
      headers.add("tenant", tenant.getBytes(StandardCharsets.UTF_8));
    }
  }
}
// end
