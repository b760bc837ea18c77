package kamon.instrumentation.kafka.agent.engine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/**
 * Addresses of the files of the library that the agent's jar carries: the root of a place where a
 * class loader can look for classes, without a file of its own that would be left in a temporary
 * directory.
 */
public final class LibraryUrl extends URLStreamHandler {
  private static final String PROTOCOL = "kamon-kafka-agent";
  private static final String FOLDER = "library";

  private LibraryUrl() {}

  /** The root, which ends with a slash, as directories do. */
  static URL root() throws MalformedURLException {
    return new URL(PROTOCOL, "", -1, "/", new LibraryUrl());
  }

  /** Whether it is a file of the copy. */
  public static boolean isOf(URL url) {
    return url.getProtocol().equals(PROTOCOL);
  }

  @Override
  protected URLConnection openConnection(URL url) {
    return new URLConnection(url) {
      @Override
      public void connect() {
        connected = true;
      }

      @Override
      public InputStream getInputStream() throws IOException {
        InputStream content =
            LibraryUrl.class.getClassLoader().getResourceAsStream(FOLDER + url.getPath());
        if (content == null) {
          throw new FileNotFoundException(url.toString());
        }
        return content;
      }
    };
  }
}
