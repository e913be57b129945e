package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reveille.testing.Certificates;
import io.reveille.testing.Configurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsConfigurationTest {
  @TempDir
  private Path folder = Path.of("");

  @Test
  void withoutFilesThereIsNoTls() {
    assertThat(Configurations.load("{}").config().server().tls()).isEmpty();
  }

  @Test
  void certificateAndKeyOfEveryUsualFormAreRead() {
    for (Certificates pair : List.of(Certificates.rsa("one"), Certificates.elliptic("two"))) {
      Path certificate = pair.writeCertificate(folder.resolve("chain.pem"));
      for (Path key : List.of(
          pair.writeKey(folder.resolve("key.pem")),
          pair.writeTraditionalKey(folder.resolve("old.pem")))) {
        GatewayConfig.Tls tls = load(certificate, key).config().server().tls().orElseThrow();
        assertThat(tls.chain()).containsExactly(pair.certificate());
        assertThat(tls.key().getAlgorithm()).isEqualTo(pair.keys().getPrivate().getAlgorithm());
      }
    }
  }

  @Test
  void bothFilesAreWatched() {
    Certificates pair = Certificates.elliptic("one");
    Path certificate = pair.writeCertificate(folder.resolve("chain.pem"));
    Path key = pair.writeKey(folder.resolve("key.pem"));
    assertThat(load(certificate, key).files()).endsWith(certificate, key).hasSize(3);
  }

  @Test
  void aRenewedCertificateInTheSameFileIsAChange() {
    Path certificate = folder.resolve("chain.pem");
    Path key = folder.resolve("key.pem");
    Certificates.elliptic("one").writeCertificate(certificate);
    Certificates pair = Certificates.elliptic("one");
    pair.writeCertificate(certificate);
    pair.writeKey(key);
    LoadedConfig before = load(certificate, key);
    Certificates renewed = Certificates.elliptic("one");
    renewed.writeCertificate(certificate);
    renewed.writeKey(key);
    LoadedConfig after = load(certificate, key);
    assertThat(ConfigChange.between(before, after).changed())
        .containsExactly("server.tls.certificate");
    assertThat(ConfigChange.between(before, after).needRestart()).isEmpty();
  }

  @Test
  void tlsThatIsSwitchedOnOrOffNeedsARestart() {
    Certificates pair = Certificates.elliptic("one");
    LoadedConfig without = Configurations.load("{}");
    LoadedConfig with = load(
        pair.writeCertificate(folder.resolve("chain.pem")),
        pair.writeKey(folder.resolve("key.pem")));

    assertThat(ConfigChange.between(without, with).needRestart())
        .containsExactly("server.tls.certificate", "server.tls.key");
    assertThat(ConfigChange.between(with, without).needRestart())
        .containsExactly("server.tls.certificate", "server.tls.key");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() {
    Path certificate = Certificates.rsa("one").writeCertificate(folder.resolve("chain.pem"));
    for (Certificates other : List.of(Certificates.rsa("two"), Certificates.elliptic("three"))) {
      Path key = other.writeKey(folder.resolve("key.pem"));
      assertThatThrownBy(() -> load(certificate, key))
          .hasMessageContaining("/server/tls/key")
          .hasMessageContaining("does not belong to server.tls.certificate");
    }
  }

  @Test
  void oneWithoutTheOtherIsRefused() {
    Path certificate = Certificates.elliptic("one").writeCertificate(folder.resolve("chain.pem"));
    assertThatThrownBy(() -> Configurations.load(
            "{ 'server': { 'tls': { 'certificate': '" + certificate + "' } } }"))
        .hasMessageContaining("/server/tls/key")
        .hasMessageContaining("is missing, but server.tls.certificate is set");
  }

  @Test
  void whatIsMissingOrNoPemIsNamed() throws IOException {
    Path none = folder.resolve("none.pem");
    Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
    assertThatThrownBy(() -> load(nonsense, none))
        .hasMessageContaining("/server/tls/certificate")
        .hasMessageContaining("cannot be read")
        .hasMessageContaining("/server/tls/key")
        .hasMessageContaining("does not exist");
    Path certificate = Certificates.elliptic("one").writeCertificate(folder.resolve("chain.pem"));
    assertThatThrownBy(() -> load(certificate, certificate))
        .hasMessageContaining("/server/tls/key")
        .hasMessageContaining("there is no private key without a password in it");
  }

  private static LoadedConfig load(Path certificate, Path key) {
    return Configurations.load(
        "{ 'server': { 'tls': { 'certificate': '" + certificate + "', 'key': '" + key + "' } } }");
  }
}
