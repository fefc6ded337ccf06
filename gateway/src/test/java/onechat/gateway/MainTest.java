package onechat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void servingPrintsTheReadyLineAloneAndEndsWithZero() {
        Program.Run run = Program.run(Map.of(), "serve");

        assertThat(run.out())
                .isEqualTo("onechat ready tcp=127.0.0.1:7400 http=http://127.0.0.1:8080 admin=http://127.0.0.1:7401"
                        + System.lineSeparator());
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void theServerIsPreparedToStopBeforeAnybodyCanKnowThatItRuns() {
        assertThat(Program.run(Map.of(), "serve").events()).containsExactly("prepared to stop", "waited");
    }

    @Test
    void noCommandShowsTheUsageOnStandardErrorAsWrongUsage() {
        Program.Run run = Program.run(Map.of());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("Usage: onechat").contains("serve");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--version", "-V"})
    void whatWasAskedForIsAnsweredOnStandardOutputWithZero(String flag) {
        Program.Run run = Program.run(Map.of(), flag);

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("onechat");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aServerThatCannotStartIsOneLineAndStatusOne() {
        Program.Run run = Program.runWith(
                options -> {
                    throw new StartException("the database does not answer", new IllegalStateException("deep inside"));
                },
                "serve");

        assertThat(run.err()).isEqualTo("onechat: the database does not answer" + System.lineSeparator());
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aFaultOfItsOwnWhileStartingIsOneLineAndStatusOne() {
        Program.Run run = Program.runWith(
                options -> {
                    throw new IllegalStateException("hunter2");
                },
                "serve");

        assertThat(run.err())
                .isEqualTo("onechat: stopped by a fault of its own; the log says more" + System.lineSeparator());
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void anErrorOfTheMachineWhileStartingIsOneLineAndStatusOne() {
        Program.Run run = Program.runWith(
                options -> {
                    throw new ExceptionInInitializerError("hunter2");
                },
                "serve");

        assertThat(run.err())
                .isEqualTo("onechat: stopped by a fault of its own; the log says more" + System.lineSeparator());
        assertThat(run.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve --tcp-port=abc | --tcp-port must be a whole number from 0 to 65535, not 'abc'",
                "serve --tcp-port=65536 | --tcp-port must be from 0 to 65535, not 65536",
                "serve --ring-timeout 0 | --ring-timeout must be from 1 to 3600 seconds, not 0",
                "serve --demo --bind 0.0.0.0 | --demo is for this machine alone and refused with bind 0.0.0.0",
                "serve --demo=yes | --demo must be true or false, not 'yes'",
                "serve --tcp-prot=5 | unknown option --tcp-prot; did you mean --tcp-port?",
                "serve --db-pasword=hunter2 | unknown option --db-pasword; did you mean --db-password?",
                "serve --db-pasword hunter2 | unknown option --db-pasword; did you mean --db-password?",
                "serve --db-passwordhunter2 | unknown option --db-password; did you mean --db-password?",
                "serve -phunter2 | unknown option; onechat serve --help lists them",
                "serve hunter2 | unexpected argument after onechat serve; options begin with --",
                "serve --db-password=hunter2 --db-password=hunter2 | option '--db-password' (PASSWORD) should be specified only once",
                "serve --db-password=hunter2 --db-password-file=x | --db-password and --db-password-file are both given; one is enough",
                "serve --db-url=mysql://root:hunter2@db | --db-url must begin with jdbc:mysql: or jdbc:h2: and say where",
                "serve --db-password | Missing required parameter for option '--db-password' (PASSWORD)",
                "serve --db-password-file=/nowhere | --db-password-file names a file that does not exist: /nowhere",
                "serve --config=/nowhere | --config names a file that does not exist: /nowhere",
                "serve --config=/ | --config names a file that can't be read: /",
                "serve --jwt-secret=hunter2 | --jwt-secret holds a secret of less than 32 octets",
                "serve --jwt-secrethunter2 | unknown option --jwt-secret; did you mean --jwt-secret?",
                "serve --jwt-secret=hunter2 --jwt-jwks=x | --jwt-secret and --jwt-jwks are both given; one is enough",
                "serve --jwt-secret-file=x --jwt-public-key=x | --jwt-secret-file and --jwt-public-key are both given; one is enough",
                "serve --jwt-public-key=/nowhere | --jwt-public-key names a file that does not exist: /nowhere",
                "serve --jwt-jwks=/ | --jwt-jwks names a file that can't be read: /",
                "serve --jwt-public-key=pom.xml | --jwt-public-key names a file that holds no key in PEM form: pom.xml",
                "serve --jwt-jwks=pom.xml | --jwt-jwks names a file that holds no JSON Web Key Set, or a damaged key in it: pom.xml",
                "serve --jwt-secret-file=pom.xml | --jwt-secret-file names a file of more than one line: pom.xml",
                "serve --turn-secret=hunter2 --turn-secret-file=x | --turn-secret and --turn-secret-file are both given; one is enough",
                "serve --turn-secret=hunter2 | turn-url is missing: a TURN secret is given, and no server that it is for",
                "sevre | unknown command sevre; did you mean serve?",
                "--tcp-port=5 serve | --tcp-port comes after serve",
                "--db-password=hunter2 serve | --db-password comes after serve",
            })
    void wrongUsageIsOneLineAndStatusTwoAndShowsNoSecret(String arguments, String line) {
        Program.Run run = Program.run(Map.of(), arguments.split(" "));

        assertThat(run.err())
                .isEqualTo("onechat: " + line + System.lineSeparator())
                .doesNotContain("hunter2");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.options()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ONECHAT_TCP_PORT | tcp://10.0.0.1:7400 | ONECHAT_TCP_PORT must be a whole number from 0 to 65535, not 'tcp://10.0.0.1:7400'",
                "ONECHAT_MAX_PAYLOAD | 12 | ONECHAT_MAX_PAYLOAD must be from 1024 to 262144, not 12",
                "ONECHAT_CONFIG | /nowhere | ONECHAT_CONFIG names a file that does not exist: /nowhere",
                "ONECHAT_LOG_LEVEL | LOUD | ONECHAT_LOG_LEVEL must be one of ERROR, WARN, INFO, DEBUG, TRACE, not 'LOUD'",
            })
    void aWrongVariableIsNamedAsTheOperatorKnowsIt(String variable, String value, String line) {
        Program.Run run = Program.run(Map.of(variable, value), "serve");

        assertThat(run.err()).isEqualTo("onechat: " + line + System.lineSeparator());
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void anErrorIsOneLineWhateverWasGiven() {
        Program.Run run = Program.run(Map.of("ONECHAT_TCP_PORT", "7\n4\r\u001b[31m00"), "serve");

        assertThat(run.err().strip()).doesNotContainPattern("\\p{Cntrl}").endsWith("not '7 4 [31m00'");
        assertThat(run.status()).isEqualTo(2);
    }
}
