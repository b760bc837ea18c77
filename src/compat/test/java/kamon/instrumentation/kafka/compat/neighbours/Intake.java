package kamon.instrumentation.kafka.compat.neighbours;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.InflaterInputStream;

/** Takes what an agent sends home, on the loopback interface, and keeps its lines. */
final class Intake implements AutoCloseable {
  private final HttpServer server;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  Intake() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
      InputStream body = exchange.getRequestBody();
      InputStream plain = "deflate".equals(encoding) ? new InflaterInputStream(body) : body;
      new String(plain.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
      exchange.sendResponseHeaders(202, -1);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
