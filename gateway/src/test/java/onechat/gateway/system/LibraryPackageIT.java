package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import onechat.gateway.real.NpmTools;
import onechat.gateway.real.NpmTools.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The folder of the page as an npm package that web developers take home: what is in it, its types, and a bundler's view of it. */
@Timeout(600)
class LibraryPackageIT {
    private static final Path BRIDGE = Path.of("..", "bridge").toAbsolutePath().normalize();
    private static final Path WEB = BRIDGE.resolve(Path.of("src", "main", "resources", "onechat", "bridge", "web"));
    private static final String[] STRICT = {
        "--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable", "--module", "esnext"
    };

    @TempDir
    Path folder = Path.of("");

    private final NpmTools tools;

    LibraryPackageIT() throws IOException, InterruptedException {
        tools = NpmTools.installed();
    }

    private static void assertSilent(Ended ended) {
        assertThat(ended.said()).isEmpty();
        assertThat(ended.status()).isZero();
    }

    private Ended tsc(Path where, String... more) throws IOException, InterruptedException {
        return tools.tsc(
                where, Stream.concat(Stream.of(STRICT), Stream.of(more)).toArray(String[]::new));
    }

    private void write(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(LibraryPackageIT.class.getResourceAsStream(resource))) {
            Files.copy(in, folder.resolve(resource));
        }
    }

    /** Packs the library and installs what was packed, as whoever takes it home does; the folder becomes a project that has it. */
    private void takeHome() throws IOException, InterruptedException {
        Ended packed = tools.npm(WEB, "pack", "--silent", "--pack-destination", folder.toString());
        assertThat(packed.status()).as(packed.said()).isZero();
        Files.writeString(folder.resolve("package.json"), "{\"private\":true,\"type\":\"module\"}");
        Ended installed = tools.npm(
                folder,
                "install",
                "--offline",
                "--no-audit",
                "--no-fund",
                "./" + packed.said().strip());
        assertThat(installed.status()).as(installed.said()).isZero();
    }

    @Test
    void thePackageHoldsTheLibraryAndNothingOfThePage() throws IOException, InterruptedException {
        Ended packed = tools.npm(WEB, "pack", "--dry-run", "--json", "--silent");
        List<String> files = new ArrayList<>();
        for (JsonNode file : Json.read(packed.said()).path(0).path("files")) {
            files.add(file.path("path").asString());
        }
        List<String> expected = new ArrayList<>(List.of("onechat.js", "onechat.d.ts", "package.json"));
        try (Stream<Path> modules = Files.list(WEB.resolve("lib"))) {
            modules.forEach(module -> expected.add("lib/" + module.getFileName()));
        }

        assertThat(files).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void thePackageHasTheVersionOfTheServer() throws IOException {
        JsonNode described = Json.read(Files.readString(WEB.resolve("package.json")));

        assertThat(BRIDGE.resolve("pom.xml"))
                .content()
                .contains("<version>" + described.path("version").asString() + "</version>");
    }

    @Test
    void aProjectInTypeScriptCompilesAgainstItUnderEitherWayToResolveModules()
            throws IOException, InterruptedException {
        takeHome();
        write("consumer.ts");

        assertSilent(tsc(folder, "--moduleResolution", "bundler", "consumer.ts"));
        assertSilent(tsc(folder, "--module", "nodenext", "consumer.ts"));
    }

    @Test
    void anEventThatThereIsNotDoesNotCompile() throws IOException, InterruptedException {
        takeHome();
        write("wrong-event.ts");

        Ended ended = tsc(folder, "--moduleResolution", "bundler", "wrong-event.ts");

        assertThat(ended.status()).isNotZero();
        assertThat(ended.said().lines()).singleElement().asString().contains("error TS2345", "\"onlin\"");
    }

    /** The page imports the library by its declarations, so this also shows that the page keeps to them. */
    @Test
    void theTypesInTheCommentsOfLibraryAndPageHold() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--checkJs", "--allowJs", "--moduleResolution", "bundler"));
        try (Stream<Path> files = Files.walk(WEB)) {
            files.filter(file -> file.toString().endsWith(".js"))
                    .map(WEB::relativize)
                    .map(Path::toString)
                    .sorted()
                    .forEach(arguments::add);
        }
        assertThat(arguments).contains("onechat.js", "js/main.js", "lib/call.js");

        assertSilent(tsc(WEB, arguments.toArray(String[]::new)));
    }

    /** Every exported name, and each member of every class with its type, as far as the comments in the code tell it. */
    @Test
    void theLibraryIsWhatItsDeclarationsPromise() throws IOException, InterruptedException {
        Path script = Path.of("src", "test", "npm", "compare.mjs").toAbsolutePath();

        assertSilent(tools.node(folder, script, tools.file("typescript").toString(), WEB.toString()));
    }

    @Test
    void aBundlerTakesItWithoutAWarning() throws IOException, InterruptedException {
        takeHome();
        write("consumer.ts");

        assertSilent(tools.esbuild(
                folder,
                "consumer.ts",
                "--bundle",
                "--format=esm",
                "--platform=browser",
                "--target=es2022",
                "--log-level=warning",
                "--outfile=bundle.js"));

        assertThat(folder.resolve("bundle.js"))
                .content()
                .contains("RTCPeerConnection")
                .doesNotContain("from \"onechat\"");
    }
}
