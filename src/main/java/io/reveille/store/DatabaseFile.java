package io.reveille.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The file that {@code storage.url} names. SQLite keeps two more beside it while it is open. */
record DatabaseFile(Path path) {
  private static final String SCHEME = "jdbc:sqlite:";
  private static final String PRAGMAS =
      "?journal_mode=WAL&synchronous=NORMAL&busy_timeout=5000&foreign_keys=on";
  private static final List<String> COMPANIONS = List.of("-wal", "-shm");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  static DatabaseFile of(String url) {
    String name = url.startsWith(SCHEME) ? url.substring(SCHEME.length()) : "";
    // two pools share the database, so it has to be a file; the pragmas are Reveille's own
    if (name.isEmpty() || name.startsWith(":") || name.startsWith("file:") || name.contains("?")) {
      throw new StoreException("storage.url '" + url
          + "' cannot be used: write jdbc:sqlite: and the path of a file, and nothing behind it");
    }
    return new DatabaseFile(Path.of(name).toAbsolutePath().normalize());
  }

  String url() {
    return SCHEME + path + PRAGMAS;
  }

  /** Fails with what to do when SQLite could only say that it cannot open the file. */
  void checkPlace() {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StoreException("The folder " + folder + " of the database " + path
          + " does not exist: create it, or set storage.url to another place");
    }
    if (Files.isDirectory(path)) {
      throw new StoreException(path + " is a folder: storage.url must name a file");
    }
    if (!Files.isWritable(folder) || (Files.exists(path) && !Files.isWritable(path))) {
      throw new StoreException("The database " + path + " cannot be written by user "
          + System.getProperty("user.name") + ": change the owner of the file and its folder "
          + folder
          + ", or set storage.url to another place");
    }
  }

  /** Returns itself, or fails when somebody has deleted the file. */
  DatabaseFile checkPresent() {
    if (!exists()) {
      throw new StoreException(
          "The database " + path + " was deleted while it was in use: restart Reveille");
    }
    return this;
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Another name in the same folder, for example {@code reveille.db.damaged-20261122T100000000}. */
  Path beside(String reason, Instant at) {
    return path.resolveSibling(path.getFileName() + "." + reason + "-" + STAMP.format(at));
  }

  /** Moves the file and its companions out of the way, and returns where the file is now. */
  Path moveAside(Instant at) throws IOException {
    Path aside = beside("damaged", at);
    Files.move(path, aside);
    for (String companion : COMPANIONS) {
      Path from = path.resolveSibling(path.getFileName() + companion);
      if (Files.exists(from)) {
        Files.move(from, aside.resolveSibling(aside.getFileName() + companion));
      }
    }
    return aside;
  }
}
