package io.reveille.demo;

import java.nio.file.Path;

/** Two toy agents, a quick one and a slow one, and the configuration under which Reveille finds them. */
public interface ToyHouse extends AutoCloseable {
  /** A configuration file, made for this house. */
  Path configuration();

  /** Removes all that was made; the agents as well. */
  @Override
  void close();
}
