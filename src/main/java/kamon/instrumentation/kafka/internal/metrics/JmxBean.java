package kamon.instrumentation.kafka.internal.metrics;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import kamon.instrumentation.kafka.internal.log.Warning;

/**
 * Shows by JMX who weaves and what is bound, while clients are open: Kafka's own beans are there
 * then, so that nothing of JMX is started for it, and a web application that is undeployed leaves
 * none behind. Of several libraries in one JVM the first shows it, for all. Thread-safe.
 */
final class JmxBean implements DynamicMBean {
  static final String NAME = "kamon.kafka:type=Instrumentation";

  private static final String WOVEN_BY = "WovenBy";
  private static final String FACTS = "Facts";

  // By the properties of Engine and Facts in higher packages.
  private static final String WOVEN_BY_PROPERTY = "kamon.kafka.woven-by";
  private static final String FACTS_PROPERTY = "kamon.kafka.facts";

  private final Warning failed = new Warning();
  private final Supplier<MBeanServer> server;
  // No lock: to register runs listeners of the application's, which may wait for other threads.
  private final AtomicBoolean isThere = new AtomicBoolean();

  JmxBean(Supplier<MBeanServer> server) {
    this.server = server;
  }

  /**
   * Sees to it that the bean is there, or is gone. Never throws.
   *
   * @param wanted asked again afterwards: another thread may have changed it, and have left it to
   *     this one, which was at it, to do so
   */
  void update(BooleanSupplier wanted) {
    boolean known;
    do {
      known = wanted.getAsBoolean();
      update(known);
    } while (known != wanted.getAsBoolean());
  }

  private void update(boolean wanted) {
    if (wanted == isThere.get()) {
      return;
    }
    try {
      ObjectName name = new ObjectName(NAME);
      MBeanServer beans = server.get();
      if (wanted && !beans.isRegistered(name)) {
        register(beans, name);
      } else if (!wanted && isThere.compareAndSet(true, false)) {
        beans.unregisterMBean(name);
      }
    } catch (InstanceAlreadyExistsException | InstanceNotFoundException e) {
      // Another thread, or another library, has come first, or somebody who clears all beans away.
    } catch (Throwable t) {
      failed.log("The MBean " + NAME + (wanted ? " is not there" : " stays"), t);
    }
  }

  private void register(MBeanServer beans, ObjectName name) throws JMException {
    try {
      beans.registerMBean(this, name);
    } catch (RuntimeException | Error e) {
      if (!beans.isRegistered(name)) {
        throw e;
      } // else a listener has thrown it, when the bean was there already
    }
    isThere.set(true);
  }

  @Override
  public Object getAttribute(String attribute) throws AttributeNotFoundException {
    switch (attribute) {
      case WOVEN_BY:
        return System.getProperty(WOVEN_BY_PROPERTY);
      case FACTS:
        String facts = System.getProperty(FACTS_PROPERTY);
        return facts == null ? new String[0] : facts.split("\n");
      default:
        throw new AttributeNotFoundException(attribute);
    }
  }

  @Override
  public AttributeList getAttributes(String[] attributes) {
    AttributeList list = new AttributeList();
    for (String attribute : attributes) {
      try {
        list.add(new Attribute(attribute, getAttribute(attribute)));
      } catch (AttributeNotFoundException e) {
        // The contract: what cannot be read is not in the list.
      }
    }
    return list;
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanAttributeInfo[] attributes = {
      attribute(WOVEN_BY, String.class, "Who weaves; null for nobody"),
      attribute(FACTS, String[].class, "What was said at the start: hooks that bind, and others")
    };
    return new MBeanInfo(
        getClass().getName(), "Kafka in Kamon: what is traced", attributes, null, null, null);
  }

  private static MBeanAttributeInfo attribute(String name, Class<?> type, String description) {
    return new MBeanAttributeInfo(name, type.getName(), description, true, false, false);
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " cannot be written");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String operation, Object[] arguments, String[] signature) {
    throw new UnsupportedOperationException(operation);
  }
}
