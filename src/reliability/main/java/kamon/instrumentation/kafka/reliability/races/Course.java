package kamon.instrumentation.kafka.reliability.races;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/**
 * Runs one race, as jcstress does it: each thread goes through the same states, and they meet at
 * each of them, so that they do what they do at the same time, one of them now and then somewhat
 * later.
 */
final class Course<S> {
  private static final int STATES = 256;
  // They meet where all of them run. Where a processor has to do for several, nobody waits for it.
  private static final int MAX_SPINS = 300;
  private static final int MAX_DELAY = 24;

  private final Race<S> race;
  private final List<Consumer<S>> actors;
  private final List<S> states = new ArrayList<>();
  private final AtomicIntegerArray arrived = new AtomicIntegerArray(STATES);
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final Map<String, Long> wrong = new TreeMap<>();
  private final Map<String, Integer> thrown = new ConcurrentHashMap<>();
  private final CyclicBarrier barrier;
  private volatile boolean over;

  Course(Race<S> race) {
    this.race = race;
    this.actors = race.actors();
    this.barrier = new CyclicBarrier(actors.size() + 1);
  }

  /** Runs laps for as long. */
  void run(long nanos) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (Consumer<S> actor : actors) {
      Thread thread = new Thread(() -> laps(actor), race.name());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    long end = System.nanoTime() + nanos;
    do {
      lap();
    } while (System.nanoTime() - end < 0);
    over = true;
    barrier.await();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void lap() throws Exception {
    race.begin();
    states.clear();
    for (int i = 0; i < STATES; i++) {
      states.add(race.state());
      arrived.set(i, 0);
    }
    barrier.await(); // they begin
    barrier.await(); // they are through
    for (S state : states) {
      String outcome = race.outcome(state);
      (race.allowed().contains(outcome) ? outcomes : wrong).merge(outcome, 1L, Long::sum);
    }
    String problem = race.end(STATES);
    if (!problem.isEmpty()) {
      wrong.merge(problem, 1L, Long::sum);
    }
  }

  private void laps(Consumer<S> actor) {
    try {
      barrier.await();
      while (!over) {
        for (int i = 0; i < STATES; i++) {
          meet(i);
          act(actor, states.get(i));
        }
        barrier.await();
        barrier.await();
      }
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private void meet(int at) {
    arrived.incrementAndGet(at);
    for (int i = 0; i < MAX_SPINS && arrived.get(at) < actors.size(); i++) {
      Thread.onSpinWait();
    }
    int delay = ThreadLocalRandom.current().nextInt(-MAX_DELAY, MAX_DELAY);
    for (int i = 0; i < delay; i++) {
      Thread.onSpinWait();
    }
  }

  private void act(Consumer<S> actor, S state) {
    try {
      actor.accept(state);
    } catch (Throwable t) {
      thrown.merge("thrown " + t, 1, Integer::sum);
    }
  }

  /** How many there were of each outcome. */
  Map<String, Long> outcomes() {
    return outcomes;
  }

  /** Those that may not be, and what was thrown. */
  Map<String, Long> wrong() {
    thrown.forEach((what, times) -> wrong.merge(what, (long) times, Long::sum));
    thrown.clear();
    return wrong;
  }
}
