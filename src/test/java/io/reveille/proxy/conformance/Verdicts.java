package io.reveille.proxy.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Writes down how each case went, where somebody asks for that: table, promise, case, what was different. */
public final class Verdicts implements TestWatcher {
  private static final Optional<Path> FILE =
      Optional.ofNullable(System.getProperty("reveille.conformance.verdicts")).map(Path::of);

  @Override
  public void testSuccessful(ExtensionContext context) {
    FILE.ifPresent(file -> write(file, context, ""));
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    FILE.ifPresent(file -> write(file, context, String.valueOf(cause)));
  }

  private static void write(Path file, ExtensionContext context, String difference) {
    String method = context.getRequiredTestMethod().getName();
    boolean alone = context.getDisplayName().startsWith(method);
    String line = Stream.of(
            context.getRequiredTestClass().getSimpleName(),
            method,
            alone ? "" : context.getDisplayName(),
            difference)
        .map(part -> part.replaceAll("[\\s|]+", " "))
        .collect(Collectors.joining("\t"));
    try {
      Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}
