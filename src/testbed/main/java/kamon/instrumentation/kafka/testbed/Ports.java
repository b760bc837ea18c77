package kamon.instrumentation.kafka.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {

  static final String LOOPBACK = "127.0.0.1";

  // Below those that systems give to clients: one of them could have it before somebody listens,
  // or while a broker is away that is to come back.
  private static final int FIRST = 12_000;
  private static final int END = 20_000;

  private Ports() {}

  /** A port that nothing listens on, other than the given one; somebody else may still take it. */
  public static int free(int except) {
    for (int i = FIRST; i < END; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (port != except && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port on " + LOOPBACK);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = bind(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(address(port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(address(port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static InetSocketAddress address(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }
}
