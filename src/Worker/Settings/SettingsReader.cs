using System.Text.Json;
using CreditHub.Pipelines.Model;
using Serilog.Events;

namespace CreditHub.Worker.Settings;

/// <summary>Reads all settings and finds all mistakes at once. Later sources win: file, <c>CREDITHUB__SECTION__KEY</c>, then the short variables.</summary>
internal sealed class SettingsReader(IReadOnlyDictionary<string, string> environment, string currentDirectory)
{
    private const string FileName = "appsettings.json";
    private const string Prefix = "CREDITHUB__";

    private readonly SettingValues _values = new();

    /// <summary>Of this process.</summary>
    public static SettingsResult Read()
    {
        var variables = Environment.GetEnvironmentVariables();
        var environment = variables.Keys.Cast<string>().ToDictionary(k => k, k => (string)variables[k]!, StringComparer.Ordinal);
        return new SettingsReader(environment, Environment.CurrentDirectory).ReadAll();
    }

    /// <summary>The settings, or every finding.</summary>
    public SettingsResult ReadAll()
    {
        // The launcher names the checkout: defaults do not depend on where it was called from.
        string home = environment.GetValueOrDefault("CREDITHUB_HOME", currentDirectory);
        string config = Absolute("CREDITHUB_CONFIG", home, "config");
        ReadFile(config);
        ReadEnvironment();
        string data = environment.TryGetValue("CREDITHUB_DATA", out string? named) && named.Length > 0
            ? Path.GetFullPath(named, currentDirectory)
            : Path.GetFullPath(_values.Text("Data:Directory", "./data"), home);
        _values.Text("Data:Directory", "");
        var settings = new WorkerSettings
        {
            ConfigDirectory = config,
            DataDirectory = data,
            RetainPayloadDays = _values.Number("Data:RetainPayloadDays", 1095, 90, 36500, "days that payloads are kept as received; later trace cannot show the row as it came"),
            RetainRefusedDays = _values.Number("Data:RetainRefusedDays", 90, 1, 36500, "days that the text of a refused row is kept once its case is closed"),
            Sender = _values.Matching("Hub:Sender", "", "^[0-9A-Z]{6,18}$", "the code of this hub at the platforms: 6 to 18 digits or capital letters, such as 411000"),
            City = _values.Text("Hub:City", ""),
            Connection = Connection(),
            AcceptDataLoss = _values.Choice("Database:AcceptDataLoss", "false", ["true", "false"]) == "true",
            AdminPort = _values.Number("Admin:Port", 8600, 0, 65535, "a port of this machine"),
            AdminAddress = _values.Choice("Admin:Address", WorkerSettings.Loopback, [WorkerSettings.Loopback]),
            LogLevel = Enum.Parse<LogEventLevel>(_values.Choice("Logging:Level", nameof(LogEventLevel.Information), Enum.GetNames<LogEventLevel>())),
            LogRetainDays = _values.Number("Logging:RetainDays", 200, 183, 3650, "days; network logs must be kept for six months (Cybersecurity Law, art. 23)"),
            LogFileMegabytes = _values.Number("Logging:FileMegabytes", 100, 1, 1000, "megabytes"),
            ParallelRuns = _values.Number("Schedule:ParallelRuns", 2, 1, 16, "connectors at the same time"),
            LegalPersons = _values.Number("Coverage:LegalPersons", 0, 0, 100_000_000, "legal persons of the city; 0: not known"),
            Residents = _values.Number("Coverage:Residents", 0, 0, 100_000_000, "residents of the city; 0: not known"),
        };
        _values.ReportUnknown();
        return new SettingsResult(_values.Findings.Count == 0 ? settings : null, config, data, _values.Findings);
    }

    private string Absolute(string variable, string home, string fallback) =>
        environment.TryGetValue(variable, out string? named) && named.Length > 0
            ? Path.GetFullPath(named, currentDirectory)
            : Path.GetFullPath(fallback, home);

    private void ReadFile(string config)
    {
        string file = Path.Combine(config, FileName);
        try
        {
            foreach (var (key, leaf) in JsonLines.Read(File.ReadAllBytes(file)).Where(l => l.Key != "$schema"))
            {
                _values.Set(key, new SettingValue(leaf.Value, FileName, leaf.Line, "$." + key.Replace(':', '.')));
            }
        }
        catch (JsonException broken)
        {
            _values.Findings.Add(new ConfigFinding(FileName, (int)(broken.LineNumber ?? 0) + 1, "$", null, "is not valid JSON: " + broken.Message, "correct the text at this line"));
        }
        catch (IOException missing)
        {
            _values.Findings.Add(new ConfigFinding(FileName, 0, "$", file, "cannot be read: " + missing.Message, "name the config directory with CREDITHUB_CONFIG"));
        }
    }

    private void ReadEnvironment()
    {
        foreach (var (name, value) in environment.Where(v => v.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            string key = name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
            _values.Set(key, new SettingValue(value, "environment", 0, name));
        }

        if (environment.TryGetValue("CREDITHUB_DATABASE", out string? database) && database.Length > 0)
        {
            _values.Set("Database:Connection", new SettingValue(database, "environment", 0, "CREDITHUB_DATABASE"));
        }
    }

    private string Connection()
    {
        const string Key = "Database:Connection";
        var written = _values.Get(Key);
        string text = _values.Text(Key, WorkerSettings.LocalConnection);
        if (written is not null && (text.StartsWith("env:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal)))
        {
            text = Resolve(written);
        }
        else if (written?.File == FileName && text.Contains("password", StringComparison.OrdinalIgnoreCase))
        {
            _values.Report(written with { Value = null }, "holds a password in a file", "write env:NAME or file:PATH here, or set CREDITHUB_DATABASE");
        }

        return text;
    }

    private string Resolve(SettingValue written)
    {
        string reference = written.Value!;
        string name = reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..];
        string? value = reference.StartsWith("env:", StringComparison.Ordinal)
            ? environment.GetValueOrDefault(name)
            : File.Exists(name) ? File.ReadAllText(name).Trim() : null;
        if (string.IsNullOrEmpty(value))
        {
            _values.Report(written, "refers to something that is not set", $"set {name}");
        }

        return value ?? "";
    }
}
