package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Certificates;
import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificate and key in their files, and what becomes of them when the files change. */
class TlsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir
  private Path folder = Path.of("");

  @Test
  void aRenewedCertificateIsTakenFromItsFilesAndABadOneIsNot() throws IOException {
    Path certificate = folder.resolve("chain.pem");
    Path key = folder.resolve("key.pem");
    Certificates first = Certificates.elliptic("first");
    first.writeCertificate(certificate);
    first.writeKey(key);
    JsonObject tls =
        new JsonObject().put("certificate", certificate.toString()).put("key", key.toString());
    JsonObject config =
        new JsonObject().put("runtime", "process").put("server", new JsonObject().put("tls", tls));
    try (ReveilleProcess reveille = new ReveilleProcess(folder, config).launch()) {
      eventuallyShows(reveille, first);

      Certificates.rsa("nobody's").writeKey(key);
      reveille.hangUp();
      Eventually.holds(
          "the key is refused",
          PATIENCE,
          () -> reveille.stderr().contains("does not belong to server.tls.certificate"));
      assertThat(shown(reveille)).isEqualTo(first.certificate());

      Certificates second = Certificates.rsa("second");
      second.writeCertificate(certificate);
      second.writeKey(key);
      eventuallyShows(reveille, second);
      assertThat(reveille.events())
          .contains("reveille.config.rejected", "reveille.config.reloaded");
    }
  }

  private static void eventuallyShows(ReveilleProcess reveille, Certificates wanted) {
    Eventually.holds("it shows the certificate", PATIENCE, () -> {
      assertThat(reveille.isAlive()).describedAs(reveille.stderr()).isTrue();
      try {
        return shown(reveille).equals(wanted.certificate());
      } catch (IOException notYet) {
        return false;
      }
    });
  }

  private static Certificate shown(ReveilleProcess reveille) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", reveille.port())) {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.startHandshake();
        return socket.getSession().getPeerCertificates()[0];
      }
    } catch (GeneralSecurityException fault) {
      throw new AssertionError(fault);
    }
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
