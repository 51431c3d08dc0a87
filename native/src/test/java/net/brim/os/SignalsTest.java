package net.brim.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsTest {

  @ParameterizedTest
  @CsvSource({
    "1, SIGHUP",
    "2, SIGINT",
    "9, SIGKILL",
    "11, SIGSEGV",
    "15, SIGTERM",
    "31, SIGSYS",
    "0, signal 0",
    "32, signal 32",
    "-1, signal -1"
  })
  void signalsHaveNames(int signal, String name) {
    assertEquals(name, Signals.name(signal));
  }
}
