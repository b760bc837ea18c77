package kamon.instrumentation.kafka.compat.unsampled;

import java.util.TreeMap;
import kamon.tag.Tag;
import kamon.tag.Tag$;
import kamon.tag.TagSet;
import scala.collection.Iterator;

/** Tags as text, sorted. */
final class TagText {
  private TagText() {}

  static String of(Object tags) {
    TreeMap<String, Object> sorted = new TreeMap<>();
    Iterator<Tag> each = ((TagSet) tags).iterator();
    while (each.hasNext()) {
      Tag tag = each.next();
      sorted.put(tag.key(), Tag$.MODULE$.unwrapValue(tag));
    }
    return sorted.toString();
  }
}
