import java.io.IOException;
import java.time.Duration;

/** One kind of load. It ends by itself. */
interface Load {
  Figures on(Subject subject, Duration length) throws IOException, InterruptedException;
}
