package onechat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Report report = new Report()
            .count("relays", "relays", 1_234_567)
            .number("seconds", "in", 2.5, 3, "s")
            .counts("failures", "failed with", Map.of("10429", 3L, "Connection \"refused\"", 1L))
            .counts("none", "nothing", Map.of());

    @Test
    void theTableHasTheNumbersBelowEachOther() {
        assertThat(report.table().lines())
                .containsExactly(
                        "relays                            1,234,567",
                        "in                                    2.500 s",
                        "failed with 10429                         3",
                        "failed with Connection \"refused\"          1");
    }

    @Test
    void theObjectHasTheSameAsNumbersWhateverTheLanguageOfTheMachine() {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("de-DE"));
        try {
            assertThat(report.json())
                    .isEqualTo("{\"relays\":1234567,\"seconds\":2.500,"
                            + "\"failures\":{\"10429\":3,\"Connection \\\"refused\\\"\":1},\"none\":{}}");
        } finally {
            Locale.setDefault(usual);
        }
    }
}
