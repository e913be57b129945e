package io.reveille.config;

import java.util.function.Supplier;

/** The configuration that is in force, and how it is read again. Safe from any thread. */
public interface ConfigInForce extends Supplier<GatewayConfig> {
  /** Everything that is set, with its origin. */
  LoadedConfig loaded();

  /** Reads all sources again. Blocks; throws {@link ConfigException} if they are bad, and then nothing has changed. */
  ConfigChange reload();
}
