package onechat.gateway.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standard input that is no terminal. */
class ProcessTerminalTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
                    'hunter2\n', hunter2
                    'hunter2\r\n', hunter2
                    hunter2, hunter2
                    'hunter2\r', hunter2
                    '\n', ''
                    '\r\n', ''
                    'first\nsecond\n', first
                    ' blanks stay \n', ' blanks stay '
                    'a\rb\n', 'a\rb'
                    'pä😀ss\n', pä😀ss
                    """)
    void theFirstLineIsReadHoweverItEnds(String input, String line) throws Exception {
        assertThat(read(input.getBytes(UTF_8))).isEqualTo(line);
    }

    @Test
    void whereNothingComesThereIsNoLine() throws Exception {
        assertThat(read(new byte[0])).isNull();
    }

    @Test
    void aLineOf4096OctetsIsReadAndOneOf4097IsTooLong() throws Exception {
        String longest = "x".repeat(4_096);
        assertThat(read((longest + "\n").getBytes(UTF_8))).isEqualTo(longest);
        assertThat(read(longest.getBytes(UTF_8))).isEqualTo(longest);
        assertThat(read("ü".repeat(2_048).getBytes(UTF_8))).hasSize(2_048);
        for (String tooLong : new String[] {longest + "x", longest + "x\n", "ü".repeat(2_048) + "\r\n"}) {
            assertThatThrownBy(() -> read(tooLong.getBytes(UTF_8)))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessage("the line on standard input is longer than 4096 octets");
        }
    }

    @Test
    void noMoreThanTheLineIsTakenFromStandardInput() throws Exception {
        InputStream in = new ByteArrayInputStream("first\nsecond\n".getBytes(UTF_8));
        assertThat(new ProcessTerminal(in).readLine()).isEqualTo("first");
        assertThat(in.readAllBytes()).isEqualTo("second\n".getBytes(UTF_8));
    }

    @Test
    void whatIsNotUtf8IsRefusedAndNotGuessed() {
        assertThatThrownBy(() -> read("pässword\n".getBytes(ISO_8859_1)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("the line on standard input is not UTF-8");
    }

    @Test
    void whatCanNotBeReadIsOneLine() throws Exception {
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        assertThatThrownBy(() -> new ProcessTerminal(closed).readLine())
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("standard input can't be read");
    }

    @Test
    void nobodyCanBeAsked() {
        ProcessTerminal terminal = new ProcessTerminal(new ByteArrayInputStream(new byte[0]));
        assertThat(terminal.isInteractive()).isFalse();
        assertThat(terminal.ask("?")).isNull();
        assertThat(terminal.askSecretly("?")).isNull();
    }

    private static @Nullable String read(byte[] input) throws CommandFailedException {
        return new ProcessTerminal(new ByteArrayInputStream(input)).readLine();
    }
}
