package onechat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import onechat.gateway.command.CommandFailedException;
import org.junit.jupiter.api.Test;

/** {@code aot-cache} where there can be none; what it makes of a jar can only be seen of the packaged one. */
class AotCacheCommandTest {
    @Test
    void onlyAJarCanHaveACache() {
        Program.Run run = Program.run(Map.of(), "aot-cache");

        assertThat(run.err())
                .isEqualTo("onechat: only a jar can have an AOT cache: run it with java -jar onechat.jar"
                        + System.lineSeparator());
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aBenchThatCannotDoWhatItIsAskedSaysWhy() {
        SilentBench bench = new SilentBench();

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> bench.run(List.of("relay", "--people=nobody.json", "--seconds=1")))
                .withMessageContaining("nobody.json");
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> bench.run(List.of("relay", "--seconds=never")))
                .withMessageContaining("--seconds");
    }
}
