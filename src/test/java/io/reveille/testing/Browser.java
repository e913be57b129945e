package io.reveille.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/**
 * Debian's Chromium without a window. It asks the page by script each time and keeps no element, as the page may
 * replace any of them at any time.
 */
public final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration ONE_LOAD = Duration.ofSeconds(15);
  private static final int LOADS = 4;
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Without a browser the calling test is skipped and says so; in CI it fails. */
  public static Browser open() {
    if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
      String caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
          .getCallerClass()
          .getSimpleName();
      throw DockerLab.without(
          caller, "no " + CHROMIUM + " and " + DRIVER + " (run scripts/test as root on Debian)");
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
    options.addArguments("--lang=en-GB", "--no-proxy-server", "--window-size=1440,1000");
    ChromeDriverService service = new ChromeDriverService.Builder()
        .usingDriverExecutable(DRIVER.toFile())
        .usingAnyFreePort()
        .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /**
   * Returns when {@code selector} is on the page. A load is begun again if nobody listens yet, and if the browser broke
   * it off itself: it does when a network interface comes or goes, as those of containers do.
   */
  public void visit(String url, String selector) {
    for (int load = 1; load < LOADS; load++) {
      try {
        go(url);
        Eventually.holds(selector + " at " + url, ONE_LOAD, () -> count(selector) > 0);
        return;
      } catch (AssertionError again) {
        System.out.println(again.getMessage() + "; once more");
      }
    }
    go(url);
    await(selector + " at " + url, () -> count(selector) > 0);
  }

  private void go(String url) {
    await("an answer from " + url, () -> {
      try {
        driver.get(url);
        return true;
      } catch (WebDriverException notYet) {
        return false;
      }
    });
  }

  /** Width and height of the page in CSS pixels. */
  public void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 700));
  }

  /** What the system is set to: {@code light} or {@code dark}. */
  public void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** The value of a script's {@code return}. */
  public Object run(String script, Object... arguments) {
    return Optional.ofNullable(driver.executeScript(script, arguments)).orElse("");
  }

  /** What a reader sees of the first that matches; empty if there is none. */
  public String text(String selector) {
    return run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
        .toString();
  }

  public long count(String selector) {
    return ((Number) run("return document.querySelectorAll(arguments[0]).length", selector))
        .longValue();
  }

  public boolean visible(String selector) {
    return Boolean.TRUE.equals(
        run("return document.querySelector(arguments[0])?.checkVisibility() ?? false", selector));
  }

  /** As the mouse does it: what lies above it would take the click. */
  public void click(String selector) {
    await("a click on " + selector, () -> {
      try {
        driver.findElement(By.cssSelector(selector)).click();
        return true;
      } catch (WebDriverException notNow) {
        return false;
      }
    });
  }

  /** Keys to whatever has the focus. */
  public void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  public void awaitText(String selector, String part) {
    try {
      await("'" + part + "' in " + selector, () -> text(selector).contains(part));
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "; it is '" + text(selector) + "'", late);
    }
  }

  public void await(String what, Callable<Boolean> condition) {
    Eventually.holds(what, PATIENCE, condition);
  }

  /**
   * What the rules of axe-core find wrong with the page as it is now: one line each.
   *
   * @param name of the report that is kept, together with the theme
   */
  public List<String> complaints(String name) {
    return new Axe(driver).complaints(name);
  }

  /** What the browser says is wrong: broken scripts, and whatever the policy of the page forbids. */
  public List<String> faults() {
    return Stream.of(driver.manage().logs().get(LogType.BROWSER).getAll())
        .flatMap(List::stream)
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .filter(line -> line.contains("Content Security Policy") || line.contains("Uncaught"))
        .toList();
  }

  /** What is in sight, for the documentation if that is to be written. */
  public void pictureForPages(String name) {
    if (Boolean.getBoolean("reveille.docs.write")) {
      picture(Path.of("docs", "images", name + ".png"));
    } else {
      picture(name);
    }
  }

  /** What is in sight, for people to look at after the tests. */
  public void picture(String name) {
    picture(Path.of("target", "pictures", name + ".png"));
  }

  /** Runs {@code visit} as somebody does who has switched JavaScript off. */
  public void withoutScripts(Runnable visit) {
    scripts(false);
    try {
      visit.run();
    } finally {
      scripts(true);
    }
  }

  private void scripts(boolean on) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
  }

  /** For pages on which no script runs. */
  public void awaitSource(String part) {
    await("'" + part + "' in the page", () -> driver.getPageSource().contains(part));
  }

  private void picture(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
