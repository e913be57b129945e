package io.reveille.config;

import io.reveille.config.GatewayConfig.Tls;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the files hold that the configuration names.
 *
 * @param waitingPage empty: Reveille's own
 */
record ReadFiles(Optional<Tls> tls, Optional<PageTemplate> waitingPage) {
  private static final int MOST = 64 * 1024;

  static ReadFiles of(Layers layers, Problems problems) {
    return new ReadFiles(
        new TlsFiles(layers, problems).read(),
        new NamedFile(Keys.WAITING_PAGE, layers).read(ReadFiles::page, problems));
  }

  private static PageTemplate page(Path file) throws IOException {
    if (Files.size(file) > MOST) {
      throw new IllegalArgumentException("it has more than 64 KiB");
    }
    try {
      return PageTemplate.of(Files.readString(file));
    } catch (CharacterCodingException other) {
      throw new IllegalArgumentException("it is not in UTF-8", other);
    }
  }

  /** All of them, to be watched. */
  static Stream<Path> paths(Layers layers) {
    return Stream.of(Keys.TLS_CERTIFICATE, Keys.TLS_KEY, Keys.WAITING_PAGE)
        .flatMap(key -> new NamedFile(key, layers).path());
  }

  /** The value of a key that names a file, with what the file holds; empty for any other key. */
  Optional<Object> shown(Key<?> key, Layers layers) {
    if (key.equals(Keys.TLS_CERTIFICATE)) {
      return Optional.of(new NamedFile(Keys.TLS_CERTIFICATE, layers)
          .shown(tls.<Object>map(Tls::chain).orElse("")));
    }
    return key.equals(Keys.WAITING_PAGE)
        ? Optional.of(new NamedFile(Keys.WAITING_PAGE, layers)
            .shown(waitingPage.<Object>map(page -> page).orElse("")))
        : Optional.empty();
  }
}
