package io.reveille;

import io.reveille.config.ConfigChange;
import io.reveille.config.ConfigException;
import io.reveille.config.ConfigInForce;
import io.reveille.config.ConfigLoader;
import io.reveille.config.ConfigWatch;
import io.reveille.config.GatewayConfig;
import io.reveille.config.LoadedConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that is in force. A changed file is taken over if it is good; a bad one changes nothing. Read from
 * any thread, written by one at a time.
 */
final class LiveConfig implements ConfigInForce {
  private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

  private final ConfigLoader loader;
  private final Map<String, String> flags;
  private volatile LoadedConfig current;
  private volatile Listener listener = new Nobody();
  private Optional<ConfigWatch> watch = Optional.empty();

  /** What became of a changed file. */
  interface Listener {
    void reloaded(List<String> changed);

    void rejected(String report);
  }

  private record Nobody() implements Listener {
    @Override
    public void reloaded(List<String> changed) {}

    @Override
    public void rejected(String report) {}
  }

  LiveConfig(ConfigLoader loader, LoadedConfig first, Map<String, String> flags) {
    this.loader = loader;
    this.current = first;
    this.flags = flags;
    first.warnings().forEach(LOG::warn);
  }

  @Override
  public GatewayConfig get() {
    return current.config();
  }

  @Override
  public LoadedConfig loaded() {
    return current;
  }

  Map<String, String> environment() {
    return loader.environment();
  }

  /** Takes note of what changes from now on. What comes of it waits until somebody follows. */
  LiveConfig watched() {
    if (!current.files().isEmpty()) {
      watch = Optional.of(ConfigWatch.of(() -> current.files()));
    }
    return this;
  }

  /** Takes over what has changed since the files were watched, if they are, until the watch is closed. */
  Optional<ConfigWatch> follow(Listener told) {
    listener = told;
    return watch.map(files -> files.tell(this::reloadIfGood));
  }

  private void reloadIfGood() {
    try {
      reload();
    } catch (ConfigException bad) {
      LOG.debug("Told already", bad);
    }
  }

  @Override
  public synchronized ConfigChange reload() {
    try {
      LoadedConfig next = loader.read(current.file(), flags);
      ConfigChange change = ConfigChange.between(current, next);
      current = next;
      next.warnings().forEach(LOG::warn);
      if (!change.needRestart().isEmpty()) {
        LOG.warn("{} changed: takes effect when Reveille is started again", change.needRestart());
      }
      LOG.info("{} was read again, changed: {}", next.files(), change.changed());
      listener.reloaded(change.changed());
      return change;
    } catch (ConfigException bad) {
      LOG.error("The configuration stays as it was. {}", bad.getMessage());
      listener.rejected(String.valueOf(bad.getMessage()));
      throw bad;
    }
  }
}
