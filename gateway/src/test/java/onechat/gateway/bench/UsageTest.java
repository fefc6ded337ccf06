package onechat.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import onechat.gateway.bench.Usage.Cost;
import onechat.gateway.command.CommandFailedException;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    @Test
    void theServersTimeIsToldForAMillionAndOnesOwnAsAShareOfTheProcessors() {
        Cost cost = new Cost(10, 1.5, 4.0 * PROCESSORS, 99);

        assertThat(cost.add(new Report(), 500_000, "relays").json())
                .isEqualTo("{\"server_cpu_seconds\":1.50,\"server_cpu_seconds_per_million\":3.000,\"own_cpu_seconds\":"
                        + 4 * PROCESSORS + ".00,\"own_cpu_share\":0.400,\"octets\":99}");
        assertThat(cost.isBusy()).isFalse();
        assertThat(new Cost(10, 1.5, 8.0 * PROCESSORS, 99).isBusy()).isTrue();
    }

    @Test
    void whatNobodyAskedForIsNotTold() {
        assertThat(new Cost(10, null, 1, 0).add(new Report(), 5, "relays").json())
                .doesNotContain("server");
        assertThat(new Cost(10, 1.0, 1, 0).add(new Report(), 0, "relays").json())
                .doesNotContain("million");
    }

    @Test
    void aProcessThatIsNotThereIsSaidToBe() throws Exception {
        long own = ProcessHandle.current().pid();
        assertThat(Cpu.of(own).seconds()).isPositive();
        assertThat(new ResidentMemory(own).bytes()).isGreaterThan(1_000_000);

        assertThatThrownBy(() -> Cpu.of(Integer.MAX_VALUE))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("there is no process 2147483647 on this machine");
        assertThatThrownBy(() -> new ResidentMemory(Integer.MAX_VALUE).bytes())
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("this needs Linux");
    }
}
