package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryReadingTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      value = {
        "{'usage': 1000, 'stats': {'inactive_file': 300}}                             | 700",
        "{'usage': 1000, 'stats': {'total_inactive_file': 400, 'inactive_file': 300}} | 600",
        "{'usage': 1000, 'stats': {}}                                                 | 1000",
        "{'usage': 1000}                                                              | 1000",
        "{'usage': 100, 'stats': {'inactive_file': 300}}                              | 0",
        "{}                                                                           | nothing"
      })
  void theFileCacheThatCanBeDroppedDoesNotCount(String stats, Long used)
      throws JsonProcessingException {
    MemoryStatsConfig memory = MAPPER.readValue(stats.replace('\'', '"'), MemoryStatsConfig.class);

    assertThat(MemoryReading.used(memory).orElse(null)).isEqualTo(used);
  }
}
