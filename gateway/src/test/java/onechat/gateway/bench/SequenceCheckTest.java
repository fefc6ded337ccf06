package onechat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceCheckTest {
    private static SequenceCheck check(String numbers) {
        SequenceCheck check = new SequenceCheck();
        numbers.chars().forEach(number -> check.came(number - '0'));
        return check;
    }

    @ParameterizedTest
    @CsvSource({
        "01234, 5, 0, 0, 0",
        "0134, 5, 1, 0, 0",
        "034, 5, 2, 0, 0",
        "012, 5, 2, 0, 0",
        "00123, 4, 0, 1, 0",
        "012312, 4, 0, 2, 0",
        "0213, 4, 0, 0, 1",
        "1230, 4, 0, 0, 1",
        "02113, 4, 0, 1, 1",
        "3, 4, 3, 0, 0",
    })
    void lostDoubledAndOutOfOrderAreToldApart(String came, long sent, long lost, long doubled, long outOfOrder) {
        SequenceCheck check = check(came);

        assertThat(check.lost(sent)).isEqualTo(lost);
        assertThat(check.doubled()).isEqualTo(doubled);
        assertThat(check.outOfOrder()).isEqualTo(outOfOrder);
    }

    @Test
    void aGapOfAnySizeTakesNoMoreMemoryThanItsBound() {
        SequenceCheck check = new SequenceCheck();
        check.came(1L << 40);

        assertThat(check.lost((1L << 40) + 1)).isEqualTo(1L << 40);
        assertThat(check.next()).isEqualTo((1L << 40) + 1);
    }
}
