package io.reveille.config;

import static java.util.stream.Collectors.joining;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Addresses and ranges of them, for example {@code 10.0.0.0/8}. Names are never looked up. */
public record Networks(List<Range> ranges) {
  public static final Networks NONE = new Networks(List.of());

  /** All addresses whose first {@code bits} are those of {@code first}. */
  public record Range(InetAddress first, int bits) {
    private boolean holds(byte[] address) {
      byte[] mine = first.getAddress();
      if (mine.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        int at = bit / Byte.SIZE;
        if ((mine[at] & mask) != (address[at] & mask)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return first.getHostAddress() + "/" + bits;
    }
  }

  public static Networks of(List<String> words) {
    return new Networks(words.stream().map(Networks::range).toList());
  }

  /** Whether this literal address lies in one of them. */
  public boolean hold(String address) {
    if (ranges.isEmpty()) {
      return false;
    }
    String bare =
        address.split("%", 2)[0]; // the zone of a link-local one says nothing about who it is
    return parsed(bare)
        .map(InetAddress::getAddress)
        .filter(bytes -> ranges.stream().anyMatch(range -> range.holds(bytes)))
        .isPresent();
  }

  private static Range range(String word) {
    String[] parts = word.split("/", 2);
    InetAddress first = parsed(parts[0]).orElseThrow(() -> wrong(word));
    int most = first.getAddress().length * Byte.SIZE;
    if (parts.length == 1) {
      return new Range(first, most);
    }
    if (!parts[1].matches("[0-9]{1,3}") || Integer.parseInt(parts[1]) > most) {
      throw wrong(word);
    }
    return new Range(first, Integer.parseInt(parts[1]));
  }

  private static Optional<InetAddress> parsed(String literal) {
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(literal));
  }

  private static IllegalArgumentException wrong(String word) {
    return new IllegalArgumentException(
        "'" + word + "' is no address or range: use one such as 10.0.0.7, 10.0.0.0/8 or fd00::/8");
  }

  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(joining(","));
  }
}
