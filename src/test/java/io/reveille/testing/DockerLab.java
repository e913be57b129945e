package io.reveille.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.opentest4j.TestAbortedException;

/** Containers of a test on a real engine. What a lab made, {@link #close} removes, and nothing else. */
public final class DockerLab implements AutoCloseable {
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();
  private static final int AT_ONCE = 8;

  private final String host;
  private final DockerClient docker;
  private final String prefix = "rv" + UUID.randomUUID().toString().substring(0, 8);
  private final Deque<String> made = new ConcurrentLinkedDeque<>();

  private DockerLab(String host) {
    this.host = host;
    DefaultDockerClientConfig config = new DefaultDockerClientConfig.Builder()
        .withDockerHost(host)
        .withDockerTlsVerify(false)
        .build();
    this.docker = DockerClientImpl.getInstance(
        config,
        new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }

  /** The engine of {@code DOCKER_HOST}. Without one the calling test is skipped and says so; in CI it fails. */
  public static DockerLab engine() {
    String caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .getCallerClass()
        .getSimpleName();
    return named()
        .map(DockerLab::new)
        .filter(DockerLab::answers)
        .orElseThrow(() -> noEngine(caller));
  }

  /** A lab on an engine that is known to answer. */
  static DockerLab at(String host) {
    DockerLab lab = new DockerLab(host);
    LabImage.ensure(lab.docker, host);
    return lab;
  }

  /** As a Docker client wants it: {@code unix:///…} or {@code tcp://…}. */
  public String host() {
    return host;
  }

  /** For what this class has no word for. */
  public DockerClient docker() {
    return docker;
  }

  /** A container yet to be made; its real name is unlike that of any other test. */
  public Plan container(String name) {
    return new Plan(prefix + "-" + name);
  }

  /** A container by its very name, to make one again that was removed. */
  public Plan containerNamed(String name) {
    return new Plan(name);
  }

  public void start(String id) {
    docker.startContainerCmd(id).exec();
  }

  public void pause(String id) {
    docker.pauseContainerCmd(id).exec();
  }

  public void unpause(String id) {
    docker.unpauseContainerCmd(id).exec();
  }

  public void kill(String id, String signal) {
    docker.killContainerCmd(id).withSignal(signal).exec();
  }

  public void stop(String id, int seconds) {
    docker.stopContainerCmd(id).withTimeout(seconds).exec();
  }

  public void rm(String id) {
    try {
      docker.removeContainerCmd(id).withForce(true).exec();
    } catch (NotFoundException gone) {
      made.remove(id);
    }
    made.remove(id);
  }

  @Override
  public void close() throws IOException {
    atOnce(List.copyOf(made).stream().<Runnable>map(id -> () -> rm(id)).toList());
    docker.close();
  }

  /** Does all of these, several at a time: an engine is slow in each, but not so slow in many. */
  public static void atOnce(List<Runnable> work) {
    ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
    try {
      CompletableFuture.allOf(work.stream()
              .map(piece -> CompletableFuture.runAsync(piece, workers))
              .toArray(CompletableFuture<?>[]::new))
          .join();
    } finally {
      workers.shutdown();
    }
  }

  private static Optional<String> named() {
    return Optional.ofNullable(System.getenv("DOCKER_HOST"))
        .or(() -> Optional.ofNullable(System.getProperty("reveille.docker.host")))
        .filter(host -> !host.isBlank());
  }

  private boolean answers() {
    try {
      docker.pingCmd().exec();
      LabImage.ensure(docker, host);
      return true;
    } catch (DockerException refused) {
      throw new AssertionError("the engine at " + host + " does not serve a lab", refused);
    } catch (RuntimeException nobody) {
      return false;
    }
  }

  private static RuntimeException noEngine(String caller) {
    return without(
        caller,
        "no Docker engine answers (run scripts/test as root on Debian, or set DOCKER_HOST)");
  }

  /** What to throw when something is missing that {@code caller} needs: skipped and said so, in CI a failure. */
  public static RuntimeException without(String caller, String why) {
    String line = "SKIPPED " + caller + ": " + why;
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(line);
    }
    return skipped(caller, why);
  }

  /** The same for what even CI need not have. */
  static TestAbortedException skipped(String caller, String why) {
    String line = "SKIPPED " + caller + ": " + why;
    if (SAID.add(caller)) {
      System.out.println(line);
    }
    return new TestAbortedException(line);
  }

  /** What a container is to be. Serves HTTP on 8080 unless told otherwise. */
  public final class Plan {
    private final String name;
    private final Map<String, String> labels = new HashMap<>();
    private final List<ExposedPort> exposed = new ArrayList<>();
    private final List<PortBinding> published = new ArrayList<>();
    private String image = LabImage.NAME;
    private String[] command = LabImage.SERVE;
    private UnaryOperator<HostConfig> host = config -> config;
    private UnaryOperator<CreateContainerCmd> rest = create -> create;

    private Plan(String name) {
      this.name = name;
    }

    public String name() {
      return name;
    }

    public Plan label(String key, String value) {
      labels.put(key, value);
      return this;
    }

    public Plan expose(int port) {
      exposed.add(ExposedPort.tcp(port));
      return this;
    }

    /** On a free port of 127.0.0.1. */
    public Plan publish(int port) {
      published.add(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(port)));
      return expose(port);
    }

    public Plan image(String other) {
      image = other;
      return this;
    }

    public Plan cmd(String... words) {
      command = words;
      return this;
    }

    /** Anything else, in docker-java's words. */
    public Plan host(UnaryOperator<HostConfig> change) {
      host = change;
      return this;
    }

    /** The same for what is not of the host. */
    public Plan with(UnaryOperator<CreateContainerCmd> change) {
      rest = change;
      return this;
    }

    /** The ID of the container, which does not run yet. */
    public String create() {
      try (CreateContainerCmd create = docker.createContainerCmd(image)) {
        String id = rest.apply(create
                .withName(name)
                .withLabels(labels)
                .withExposedPorts(exposed)
                .withHostConfig(host.apply(HostConfig.newHostConfig().withPortBindings(published)))
                .withCmd(command))
            .exec()
            .getId();
        made.push(id);
        return id;
      }
    }

    /** The ID of the container, which runs. */
    public String start() {
      String id = create();
      DockerLab.this.start(id);
      return id;
    }
  }
}
