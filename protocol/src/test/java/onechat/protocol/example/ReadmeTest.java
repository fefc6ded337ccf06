package onechat.protocol.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.protocol.Cmd;
import onechat.protocol.Command;
import onechat.protocol.CommandDecoder;
import onechat.protocol.ErrorCode;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FramingException;
import onechat.protocol.MalformedPayloadException;
import onechat.protocol.Message;
import onechat.protocol.MessageDecoder;
import onechat.protocol.RefusedException;
import org.junit.jupiter.api.Test;

/** The README's code compiles, and what it shows on the wire is what the codec speaks. */
class ReadmeTest {
    private static final Path EXAMPLE = Path.of("src/test/java/onechat/protocol/example/Phone.java");

    private final String readme = Files.readString(Path.of("README.md"));

    ReadmeTest() throws IOException {}

    private List<MatchResult> found(String regex) {
        Matcher matcher =
                Pattern.compile(regex, Pattern.MULTILINE | Pattern.DOTALL).matcher(readme);
        List<MatchResult> results = matcher.results().toList();
        assertThat(results).as(regex).isNotEmpty();
        return results;
    }

    @Test
    void itsJavaStandsInTheCompiledExample() throws IOException {
        String compiled = Files.readString(EXAMPLE);
        for (MatchResult block : found("^```java\n(.*?)^```$")) {
            // Paragraphs, since the README leaves out what lies between.
            for (String paragraph : block.group(1).split("\n\n", -1)) {
                assertThat(compiled).contains(paragraph.stripTrailing());
            }
        }
    }

    @Test
    void whatItsClientsSendIsReadByAServer() throws RefusedException {
        List<Cmd> sent = new ArrayList<>();
        for (MatchResult line : found("^[a-z]+ > (\\{[^\n]*)$")) {
            byte[] payload = line.group(1).getBytes(UTF_8);
            Command command = new CommandDecoder().decode(payload, 0, payload.length);
            sent.add(command.cmd());
        }
        assertThat(sent).contains(Cmd.LOGIN, Cmd.CREATE, Cmd.JOIN, Cmd.OFFER, Cmd.ANSWER, Cmd.CANDIDATE, Cmd.LEAVE);
    }

    @Test
    void whatItsClientsGetIsReadByAClient() throws MalformedPayloadException {
        List<Cmd> got = new ArrayList<>();
        for (MatchResult line : found("^[a-z]+ < (\\{[^\n]*)$")) {
            byte[] payload = line.group(1).getBytes(UTF_8);
            Message message =
                    new MessageDecoder().decode(payload, 0, payload.length).orElseThrow();
            got.add(message.cmd());
        }
        assertThat(got)
                .contains(Cmd.ACK, Cmd.ERROR, Cmd.CREATE, Cmd.JOIN, Cmd.LEAVE, Cmd.OFFER, Cmd.ANSWER, Cmd.CANDIDATE);
    }

    @Test
    void itsFrameIsReadByteForByte() throws FramingException {
        String frame = found("^    (ONECHAT/1.0\\\\r\\\\n.*?)$").get(0).group(1);
        byte[] octets = frame.replace("\\r\\n", "\r\n").getBytes(UTF_8);
        List<String> payloads = new ArrayList<>();
        new FrameDecoder(100).feed(octets, 0, octets.length, (o, at, n) -> payloads.add(new String(o, at, n, UTF_8)));
        assertThat(payloads).containsExactly("{\"cmd\":\"ping\",\"ack\":1}");
    }

    @Test
    void itNamesEveryCommandAndEveryCode() {
        for (Cmd cmd : Cmd.values()) {
            assertThat(readme).contains("`" + cmd.wireName() + "`");
        }
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(readme).contains("| " + code.code() + " |");
        }
    }
}
