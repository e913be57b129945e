package io.reveille.proxy;

import io.reveille.config.GatewayConfig.Tls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** The certificate of the data plane, as Vert.x wants it. */
final class Identity {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Identity() {}

  /** Turns TLS on; what is spoken, HTTP/2 or HTTP/1.1, is agreed on by ALPN. */
  static void use(HttpServerOptions options, Tls tls) {
    options.setSsl(true).setUseAlpn(true).setKeyCertOptions(pem(tls));
  }

  /** What connections that begin from now on get to see. */
  static ServerSSLOptions renewed(HttpServerOptions options, Tls tls) {
    ServerSSLOptions renewed = options.getSslOptions().copy();
    renewed.setKeyCertOptions(pem(tls));
    return renewed;
  }

  private static PemKeyCertOptions pem(Tls tls) {
    Buffer chain = Buffer.buffer();
    tls.chain().forEach(certificate -> chain.appendString(block("CERTIFICATE", der(certificate))));
    Buffer key = Buffer.buffer(block("PRIVATE KEY", tls.key().getEncoded()));
    return new PemKeyCertOptions().setCertValue(chain).setKeyValue(key);
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("it was read from this encoding", impossible);
    }
  }

  private static String block(String name, byte[] content) {
    return "-----BEGIN " + name + "-----\n" + LINES.encodeToString(content) + "\n-----END " + name
        + "-----\n";
  }
}
