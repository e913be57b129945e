package io.reveille.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A self-signed certificate with its key, and its two PEM files. */
public record Certificates(X509Certificate certificate, KeyPair keys) {
  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final long A_DAY = 86_400;

  public static Certificates rsa(String name) {
    return of(name, "RSA", 2048, "SHA256withRSA");
  }

  public static Certificates elliptic(String name) {
    return of(name, "EC", 256, "SHA256withECDSA");
  }

  private static Certificates of(String name, String kind, int size, String signature) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      generator.initialize(size);
      KeyPair keys = generator.generateKeyPair();
      X500Name subject = new X500Name("CN=" + name);
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
          subject,
          BigInteger.valueOf(SERIAL.getAndIncrement()),
          Date.from(now.minusSeconds(A_DAY)),
          Date.from(now.plusSeconds(A_DAY)),
          subject,
          keys.getPublic());
      X509Certificate certificate = new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
      return new Certificates(certificate, keys);
    } catch (GeneralSecurityException | OperatorCreationException fault) {
      throw new AssertionError("no certificate", fault);
    }
  }

  public Path writeCertificate(Path file) {
    return write(file, certificate);
  }

  /** As most tools write it. */
  public Path writeKey(Path file) {
    try {
      return write(file, new JcaPKCS8Generator(keys.getPrivate(), null));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** As OpenSSL wrote it for long. */
  public Path writeTraditionalKey(Path file) {
    if (!(keys.getPrivate() instanceof ECPrivateKey key)) {
      return write(file, keys.getPrivate());
    }
    try {
      return write(
          file,
          new PemObject(
              "EC PRIVATE KEY",
              new org.bouncycastle.asn1.sec.ECPrivateKey(
                      256, key.getS(), SECObjectIdentifiers.secp256r1)
                  .getEncoded()));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static Path write(Path file, Object content) {
    try {
      StringWriter text = new StringWriter();
      try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
        pem.writeObject(content);
      }
      return Files.writeString(file, text.toString());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
