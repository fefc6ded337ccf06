package onechat.gateway.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessOutputTest {
    private static Process java(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void aProgramThatEndsIsHeardToItsEnd() throws Exception {
        assertThat(ProcessOutput.of(java("-version"))).contains("version");
    }

    @Test
    void aProgramThatNeverEndsIsKilledAndAFailure() throws Exception {
        // It copies its standard input, which stays open.
        Process waiting = new ProcessBuilder("cat").start();

        assertThatIOException().isThrownBy(() -> ProcessOutput.of(waiting, 1)).withMessageContaining("does not end");
        assertThat(waiting.isAlive()).isFalse();
    }
}
