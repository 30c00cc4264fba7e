import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Validates PDF files against one flavour with veraPDF, all in one Java process.
 *
 * The first argument is the flavour (ua1 or 3a), the second the name of its profile (PDFUA-1 or
 * PDFA-3A), the others are files. For each file it prints a line "FILE path", then one line "FAIL rule description" for each rule
 * that is broken, then "DONE". Nothing but these lines goes to standard output.
 */
public class Validate {
    public static void main(String[] given) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(given[0]);
        String[] paths = Arrays.copyOfRange(given, 2, given.length);
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile;
        String name = "org/verapdf/pdfa/validation/" + given[1] + ".xml";
        try (InputStream in = Validate.class.getClassLoader().getResourceAsStream(name)) {
            profile = Profiles.profileFromXml(in);
        }
        for (String path : paths) {
            System.out.println("FILE " + path);
            Set<String> failures = new TreeSet<>();
            try (InputStream in = new FileInputStream(path);
                    PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
                ValidationResult result = Foundries.defaultInstance().createValidator(profile, false).validate(parser);
                for (TestAssertion assertion : result.getTestAssertions()) {
                    if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                        failures.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber()
                                + " " + assertion.getMessage().replaceAll("\\s+", " "));
                    }
                }
                if (!result.isCompliant() && failures.isEmpty()) {
                    failures.add("0 not compliant, and veraPDF names no rule");
                }
            }
            for (String failure : failures) {
                System.out.println("FAIL " + failure);
            }
            System.out.println("DONE");
        }
    }
}
