package io.reveille.config;

import io.reveille.config.GatewayConfig.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads certificate and key of the data plane, so that a pair that does not fit is found before it is used. */
final class TlsFiles {
  private final Layers layers;
  private final Problems problems;

  TlsFiles(Layers layers, Problems problems) {
    this.layers = layers;
    this.problems = problems;
  }

  /** Empty if TLS is off, or something is wrong with it. */
  Optional<Tls> read() {
    Optional<String> certificate = layers.of(Keys.TLS_CERTIFICATE);
    Optional<String> key = layers.of(Keys.TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      Key<?> missing = certificate.isPresent() ? Keys.TLS_KEY : Keys.TLS_CERTIFICATE;
      Key<?> present = certificate.isPresent() ? Keys.TLS_CERTIFICATE : Keys.TLS_KEY;
      problems.add(missing.pointer(), "is missing, but " + present.path() + " is set");
      return Optional.empty();
    }
    Optional<List<X509Certificate>> chain =
        new NamedFile(Keys.TLS_CERTIFICATE, layers).read(TlsFiles::chain, problems);
    Optional<PrivateKey> secret = new NamedFile(Keys.TLS_KEY, layers).read(TlsFiles::key, problems);
    if (chain.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    if (!fits(secret.get(), chain.get().get(0))) {
      problems.add(layers.where(Keys.TLS_KEY), "does not belong to server.tls.certificate");
    }
    return Optional.of(new Tls(chain.get(), secret.get()));
  }

  private static List<X509Certificate> chain(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(file)) {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new CertificateException("there is no certificate in it");
      }
      return chain;
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try (Reader text = Files.newBufferedReader(file);
        PEMParser pem = new PEMParser(text)) {
      for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
        if (found instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
        if (found instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
      }
    }
    throw new GeneralSecurityException("there is no private key without a password in it");
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    try {
      Signature signature = Signature.getInstance(algorithm(key));
      byte[] sample = certificate.getSignature();
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException other) {
      return false; // not even of the same kind
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm().toUpperCase(Locale.ROOT)) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      default -> key.getAlgorithm(); // EdDSA names its signature as it names its keys
    };
  }
}
