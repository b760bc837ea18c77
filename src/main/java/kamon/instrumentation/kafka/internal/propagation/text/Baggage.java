package kamon.instrumentation.kafka.internal.propagation.text;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Incoming;
import kamon.tag.Tag;
import kamon.tag.Tag$;
import kamon.tag.TagSet;

/**
 * Context tags as the header baggage: <a href="https://www.w3.org/TR/baggage/">W3C Baggage</a>. A
 * member that is wrong is left out alone. Properties of members travel beside the tags, in an entry
 * of the context. Numbers and booleans have a property of ours, so that they come back as such.
 */
public final class Baggage {
  private static final Context.Key<Map<String, String>> PROPERTIES =
      Context.key("kafka.baggage-properties", Collections.emptyMap());

  // What everybody has to pass on, and so what others can rely on.
  private static final int MAX_BYTES = 8192;
  private static final int MAX_MEMBERS = 64;

  private final Warning badMember = new Warning();
  private final Warning tooMany = new Warning();
  private final Warning badKey = new Warning();
  private final Warning tooLarge = new Warning();
  private final int maxMembers;
  private final int maxBytes;

  public Baggage(Incoming limits) {
    maxMembers = Math.max(MAX_MEMBERS, limits.maxTags());
    maxBytes = Math.max(MAX_BYTES, limits.maxSize());
  }

  /** How long a value may be. */
  public int maxBytes() {
    return maxBytes;
  }

  /** The context with a tag for each member. */
  public Context read(byte[] value, Context context) {
    TagSet.Builder tags = TagSet.builder();
    Map<String, String> properties = null;
    int members = 0;
    int end;
    for (int from = 0; from < value.length; from = end + 1) {
      end = BaggageMember.end(value, from, value.length, ',');
      if (Blanks.start(value, from, end) == end) {
        continue;
      }
      if (++members > maxMembers) {
        tooMany.log(
            () ->
                "Members of a record's header \"baggage\" after the first "
                    + maxMembers
                    + " are left out");
        break;
      }
      BaggageMember member = BaggageMember.read(value, from, end);
      if (member == null) {
        warn(from, end);
        continue;
      }
      member.addTo(tags);
      if (!member.properties().isEmpty()) {
        properties = properties == null ? new HashMap<>() : properties;
        properties.put(member.key(), member.properties());
      }
    }
    Context tagged = context.withTags(tags.build());
    return properties == null ? tagged : tagged.withEntry(PROPERTIES, properties);
  }

  /** Not what is in it: it may be the value of a tag, which is not for the log. */
  private void warn(int from, int end) {
    badMember.log(
        () ->
            "A member of a record's header \"baggage\" is left out, it is not key=value: bytes "
                + from
                + " to "
                + end);
  }

  /** The tags of a context; null when it has none that can be written. */
  public byte[] write(Context context) {
    TagSet tags = context.tags();
    if (tags.isEmpty()) {
      return null;
    }
    Map<String, String> properties = context.get(PROPERTIES);
    StringBuilder text = new StringBuilder(64);
    int members = 0;
    scala.collection.Iterator<Tag> all = tags.iterator();
    while (all.hasNext()) {
      Tag tag = all.next();
      if (BaggageMember.isKey(tag.key())) {
        if (members++ > 0) {
          text.append(',');
        }
        BaggageMember.write(
            tag.key(), Tag$.MODULE$.unwrapValue(tag), properties.get(tag.key()), text);
      } else {
        badKey.log(
            () ->
                "Context tag \""
                    + tag.key()
                    + "\" does not travel with records: the header \"baggage\" has no such keys");
      }
    }
    if (members > maxMembers || text.length() > maxBytes) {
      return left(members, text.length());
    }
    return members == 0 ? null : text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] left(int members, int bytes) {
    tooLarge.log(
        () ->
            "Context tags do not travel with a record: in the header \"baggage\" they would be "
                + members
                + " with "
                + bytes
                + " bytes, and "
                + maxMembers
                + " with "
                + maxBytes
                + " is what everybody passes on");
    return null;
  }
}
