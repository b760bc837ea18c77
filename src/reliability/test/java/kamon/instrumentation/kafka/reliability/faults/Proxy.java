package kamon.instrumentation.kafka.reliability.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Hands bytes on between clients and a port, slowly where asked, and resets connections. */
final class Proxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;

  Proxy(int target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 100, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How long each piece waits before it is handed on. */
  void delay(Duration each) {
    delay = each;
  }

  /** Ends all connections of now as a crash of the network would; their number. */
  int reset() {
    int count = 0;
    for (Socket socket : sockets) {
      try {
        // Closed so, the other side gets a reset, with what it has not read yet lost.
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
        count++;
      } catch (IOException e) {
        // It is closed already.
      }
    }
    return count;
  }

  private void accept() {
    while (!server.isClosed()) {
      Socket client = null;
      try {
        client = server.accept();
        Socket broker = new Socket(server.getInetAddress(), target);
        connect(client, broker);
        connect(broker, client);
      } catch (IOException e) {
        // No broker: the client sees that nobody is there.
        close(client);
      }
    }
  }

  private void connect(Socket from, Socket to) throws IOException {
    from.setTcpNoDelay(true);
    sockets.add(from);
    start(
        () -> {
          byte[] buffer = new byte[16_384];
          try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              LockSupport.parkNanos(delay.toNanos());
              out.write(buffer, 0, n);
            }
          } catch (IOException e) {
            // One of the two has ended.
          } finally {
            sockets.remove(from);
            close(from);
            close(to);
          }
        });
  }

  private static void close(Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    reset();
  }
}
