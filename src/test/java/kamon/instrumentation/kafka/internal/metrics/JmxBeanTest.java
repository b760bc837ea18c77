package kamon.instrumentation.kafka.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerFactory;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import kamon.instrumentation.kafka.Logs;
import kamon.instrumentation.kafka.internal.check.Facts;
import kamon.instrumentation.kafka.internal.weave.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class JmxBeanTest {
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final JmxBean bean = new JmxBean(() -> server);
  private final ObjectName name = new ObjectName(JmxBean.NAME);
  private final String facts = System.getProperty(Facts.PROPERTY);

  JmxBeanTest() throws Exception {}

  @AfterEach
  void restore() {
    if (facts == null) {
      System.clearProperty(Facts.PROPERTY);
    } else {
      System.setProperty(Facts.PROPERTY, facts);
    }
  }

  @Test
  void bean_shows_who_weaves_and_each_fact_once() throws Exception {
    System.clearProperty(Facts.PROPERTY);
    bean.update(() -> true);
    assertThat((String[]) server.getAttribute(name, "Facts")).isEmpty();
    Facts.add("INFO instruments kafka-clients 4.4.0: KafkaProducer.send");
    Facts.add("WARN the listeners of spring-kafka 9.0 are left alone");
    Facts.add("INFO instruments kafka-clients 4.4.0: KafkaProducer.send");
    assertThat((String[]) server.getAttribute(name, "Facts"))
        .containsExactly(
            "INFO instruments kafka-clients 4.4.0: KafkaProducer.send",
            "WARN the listeners of spring-kafka 9.0 are left alone");
    assertThat(server.getAttribute(name, "WovenBy")).isEqualTo(System.getProperty(Engine.PROPERTY));
    AttributeList known = server.getAttributes(name, new String[] {"WovenBy", "Other"});
    assertThat(known.asList()).extracting(Attribute::getName).containsExactly("WovenBy");
    assertThat(server.getMBeanInfo(name).getAttributes())
        .extracting(attribute -> attribute.getName() + ": " + attribute.getType())
        .containsExactly("WovenBy: java.lang.String", "Facts: [Ljava.lang.String;");
  }

  @Test
  void facts_of_applications_that_come_and_go_are_bounded() {
    System.clearProperty(Facts.PROPERTY);
    for (int i = 0; i < 1000; i++) {
      Facts.add("INFO instruments kafka-clients 4.4." + i);
    }
    assertThat(System.getProperty(Facts.PROPERTY).lines()).hasSize(50);
  }

  @Test
  void properties_of_an_application_that_refuse_a_fact_harm_nobody() {
    Properties before = System.getProperties();
    Properties refusing =
        new Properties(before) {
          @Override
          public Object setProperty(String key, String value) {
            if (key.equals(Facts.PROPERTY)) {
              throw new UnsupportedOperationException("read-only");
            }
            return before.setProperty(key, value);
          }
        };
    System.setProperties(refusing);
    try {
      Facts.add("INFO instruments kafka-clients 4.4.0: KafkaProducer.send");
    } finally {
      System.setProperties(before);
    }
  }

  @Test
  void bean_is_there_as_long_as_it_is_wanted() {
    try (Logs logs = new Logs()) {
      for (boolean wanted : List.of(false, true, true, false, false, true, false)) {
        bean.update(() -> wanted);
        assertThat(server.isRegistered(name)).isEqualTo(wanted);
      }
      assertThat(logs.warnings()).noneMatch(JmxBeanTest::isOurs);
    }
  }

  @Test
  void clients_that_several_threads_open_at_once_have_one_bean_and_no_warning() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 500; i++) {
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<Object> open =
            () -> {
              start.await();
              bean.update(() -> true);
              return null;
            };
        Future<Object> one = threads.submit(open);
        threads.submit(open).get();
        one.get();
        assertThat(server.isRegistered(name)).isTrue();
        bean.update(() -> false);
        assertThat(server.isRegistered(name)).isFalse();
      }
      assertThat(logs.warnings()).noneMatch(JmxBeanTest::isOurs);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void clients_that_are_opened_and_closed_while_the_bean_comes_or_goes_are_not_forgotten()
      throws Exception {
    AtomicBoolean wanted = new AtomicBoolean();
    AtomicBoolean changing = new AtomicBoolean();
    AtomicReference<JmxBean> own = new AtomicReference<>();
    own.set(
        new JmxBean(
            () -> {
              if (changing.compareAndSet(true, false)) { // as another thread, at this very moment
                wanted.set(!wanted.get());
                own.get().update(wanted::get);
              }
              return server;
            }));
    for (boolean first : List.of(true, false)) {
      wanted.set(!first);
      own.get().update(wanted::get);
      wanted.set(first);
      changing.set(true);
      own.get().update(wanted::get);
      assertThat(wanted.get()).isEqualTo(!first);
      assertThat(server.isRegistered(name)).isEqualTo(!first);
    }
  }

  @Test
  void bean_goes_with_the_last_client_also_when_a_listener_has_thrown() throws Exception {
    NotificationListener broken =
        (notification, any) -> {
          throw new NoClassDefFoundError("of an application that was undeployed");
        };
    server.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, broken, null, null);
    try (Logs logs = new Logs()) {
      bean.update(() -> true);
      assertThat(logs.warnings()).noneMatch(JmxBeanTest::isOurs);
    }
    assertThat(server.isRegistered(name)).isTrue();
    bean.update(() -> false);
    assertThat(server.isRegistered(name)).isFalse();
  }

  @Test
  void bean_that_somebody_else_has_taken_away_is_not_missed() throws Exception {
    try (Logs logs = new Logs()) {
      bean.update(() -> true);
      server.unregisterMBean(name);
      bean.update(() -> false);
      assertThat(logs.warnings()).noneMatch(JmxBeanTest::isOurs);
    }
  }

  @Test
  void second_library_leaves_the_bean_of_the_first_alone() {
    JmxBean second = new JmxBean(() -> server);
    bean.update(() -> true);
    second.update(() -> true);
    second.update(() -> false);
    assertThat(server.isRegistered(name)).isTrue();
    bean.update(() -> false);
    second.update(() -> true);
    assertThat(server.isRegistered(name)).isTrue();
  }

  @Test
  void server_that_refuses_harms_nobody() {
    JmxBean refused =
        new JmxBean(
            () -> {
              throw new SecurityException("no access");
            });
    try (Logs logs = new Logs()) {
      refused.update(() -> true);
      refused.update(() -> true);
      assertThat(logs.warnings())
          .filteredOn(JmxBeanTest::isOurs)
          .singleElement()
          .asString()
          .contains("The MBean kamon.kafka:type=Instrumentation is not there");
    }
  }

  @Test
  void nothing_can_be_written_or_called() {
    bean.update(() -> true);
    assertThatThrownBy(() -> server.setAttribute(name, new Attribute("WovenBy", "me")))
        .isInstanceOf(AttributeNotFoundException.class);
    assertThatThrownBy(() -> server.invoke(name, "stop", new Object[0], new String[0]))
        .hasRootCauseInstanceOf(UnsupportedOperationException.class);
  }

  private static boolean isOurs(String line) {
    return line.contains("MBean"); // clients of other tests may have warnings of their own
  }
}
