package io.reveille.proxy;

import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.testing.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Both ends of TLS on the data port. */
final class TlsWire {
  private TlsWire() {}

  static GatewayConfig config(Certificates certificates, Duration headTimeout) {
    GatewayConfig usual = World.TestSettings.head(headTimeout);
    GatewayConfig.Server server = new GatewayConfig.Server(
        "127.0.0.1",
        0,
        "/bots",
        "",
        Secret.NONE,
        Optional.of(new GatewayConfig.Tls(
            List.of(certificates.certificate()), certificates.keys().getPrivate())),
        new GatewayConfig.Connections(0, 0));
    return World.TestSettings.config(server, usual.wake(), usual.proxy());
  }

  /** A client whose bytes are its own, but for TLS. */
  static Wire to(World world, Certificates trusted, String protocol) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null);
      store.setCertificateEntry("reveille", trusted.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", world.port());
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      return new Wire(socket);
    } catch (GeneralSecurityException fault) {
      throw new AssertionError(fault);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
