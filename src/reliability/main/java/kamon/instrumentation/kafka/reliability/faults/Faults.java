package kamon.instrumentation.kafka.reliability.faults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs scenarios by their names. Prints what must be the same with the agent and without as lines
 * that begin with a bar, and what is counted as lines that begin with an equals sign.
 */
public final class Faults {
  private Faults() {}

  private interface Scenario {
    void run() throws Exception;
  }

  /**
   * Ends the JVM, with status 0 when all scenarios could be run.
   *
   * @param args bootstrap servers, mode, "short" or "long", names of scenarios
   */
  @SuppressWarnings("CatchAndPrintStackTrace") // the parent reads it
  public static void main(String[] args) {
    int status = 1;
    try (World world = new World(args[0], args[1], args[2].equals("long"))) {
      Map<String, Scenario> scenarios = scenarios(world);
      for (String name : List.of(args).subList(3, args.length)) {
        System.out.println("SCENARIO " + name);
        long begin = System.nanoTime();
        world.print(name);
        scenarios.get(name).run();
        System.out.println("TOOK " + name + " " + (System.nanoTime() - begin) / 1_000_000 + " ms");
      }
      world.finish();
      System.out.println("DONE");
      status = 0;
    } catch (Throwable t) {
      t.printStackTrace();
    } finally {
      System.exit(status);
    }
  }

  private static Map<String, Scenario> scenarios(World world) {
    Map<String, Scenario> all = new LinkedHashMap<>();
    Refusals refusals = new Refusals(world);
    all.put("too-large-for-the-producer", refusals::tooLargeForTheProducer);
    all.put("too-large-for-the-topic", refusals::tooLargeForTheTopic);
    all.put("not-enough-replicas", refusals::notEnoughReplicas);
    all.put("denied", refusals::denied);
    all.put("missing", refusals::missing);
    all.put("wrong", refusals::wrong);
    Endings endings = new Endings(world);
    all.put("closed-now", endings::closedNow);
    all.put("closed-under-load", endings::closedUnderLoad);
    all.put("interrupted", endings::interrupted);
    all.put("throwing", endings::throwingCallback);
    all.put("frozen", endings::frozen);
    all.put("deleted", endings::deleted);
    Transactions transactions = new Transactions(world);
    all.put("fenced", transactions::fenced);
    all.put("aborted", transactions::aborted);
    all.put("timed-out", transactions::timedOut);
    Load load = new Load(world);
    all.put("killed", load::killed);
    all.put("resets", load::resets);
    all.put("paused", load::paused);
    all.put("delayed", load::delayed);
    Groups groups = new Groups(world);
    all.put("group-classic", groups::classic);
    all.put("group-consumer", groups::consumer);
    all.put("polls", new Polls(world)::failing);
    return all;
  }
}
