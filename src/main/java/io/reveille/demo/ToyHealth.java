package io.reveille.demo;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks the toy agent of this container whether it answers, for the HEALTHCHECK of an image without curl. Ends with 1 if
 * it does not. What it asks for is not counted as served.
 */
public final class ToyHealth {
  private static final int PATIENCE_MS = 3000;

  private ToyHealth() {}

  public static void main(String[] args) throws IOException {
    ToyOptions options = ToyOptions.of(System.getenv());
    check(options.port());
  }

  static void check(int port) throws IOException {
    HttpURLConnection connection = (HttpURLConnection)
        URI.create("http://127.0.0.1:" + port + "/busy").toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MS);
    connection.setReadTimeout(PATIENCE_MS);
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException("the toy agent answers " + status);
    }
  }
}
