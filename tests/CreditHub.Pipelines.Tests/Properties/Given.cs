using FsCheck;
using FsCheck.Fluent;

namespace CreditHub.Pipelines.Tests.Properties;

/// <summary>Generated tests with a fixed seed: a failure shows the smallest value found and the seed that gives it again.</summary>
internal static class Given
{
    private const ulong Seed = 20261120;

    public static void Any<T>(Gen<T> values, Func<T, bool> holds, int tests = 500)
    {
        TestContext.Current.SendDiagnosticMessage($"seed {Seed}, {tests} tests");
        var config = Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(new Replay(new Rnd(Seed, 1), null));
        Check.One(config, Prop.ForAll(values.ToArbitrary(), holds));
    }
}
