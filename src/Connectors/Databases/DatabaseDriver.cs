using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using Npgsql;

namespace CreditHub.Connectors.Databases;

/// <summary>
/// Which ADO.NET driver speaks to a foreign database, and how its SQL is written. Built in: PostgreSQL and its family (Kingbase, openGauss, HighGo).
/// Any other driver is an assembly in a directory that config names; nothing is searched for and nothing is downloaded.
/// </summary>
internal sealed record DatabaseDriver(string? Directory, string Assembly, string Factory, string Quote, string Marker)
{
    /// <summary>JSON schema of the <c>driver</c> setting.</summary>
    public const string Schema = """
        {
          "type": "object",
          "required": ["directory", "assembly", "factory"],
          "additionalProperties": false,
          "description": "ADO.NET driver of a database outside the PostgreSQL family; absent: PostgreSQL",
          "properties": {
            "directory": { "type": "string", "description": "Absolute directory of the driver's assemblies; only its owner may write there" },
            "assembly": { "type": "string", "description": "The driver's file, such as MySqlConnector.dll" },
            "factory": { "type": "string", "description": "Full name of its DbProviderFactory, such as MySqlConnector.MySqlConnectorFactory" },
            "quote": { "enum": ["double", "backtick", "bracket"], "default": "double", "description": "How identifiers are quoted: \"x\", `x` or [x]" },
            "marker": { "enum": ["@", ":", "?"], "default": "@", "description": "How parameters are written: @p0, :p0 or ?" }
          }
        }
        """;

    private static readonly ConcurrentDictionary<(string, string), Assembly> Loaded = new();

    public static DatabaseDriver PostgreSql { get; } = new(null, "", "", "double", "@");

    /// <summary>Reads the setting <c>driver</c>; every mistake is a finding.</summary>
    public static DatabaseDriver Read(SettingsReader settings)
    {
        if (settings.Object("driver") is not { } reader)
        {
            return PostgreSql;
        }

        var driver = new DatabaseDriver(
            reader.RequiredText("directory"), reader.RequiredText("assembly"), reader.RequiredText("factory"),
            reader.Choice("quote", "double", "double", "backtick", "bracket"), reader.Choice("marker", "@", "@", ":", "?"));
        int before = reader.Findings.Count;
        reader.Done();
        if (reader.Findings.Count == before && driver.Directory!.Length > 0 && driver.Assembly.Length > 0 && driver.Problem() is { } problem)
        {
            reader.Add("assembly", driver.Assembly, problem, "put the driver's files there, owned by the administrator, chmod go-w");
        }

        return driver;
    }

    /// <summary>The driver's factory. Errors: <see cref="ConnectorException"/> of kind Config.</summary>
    public DbProviderFactory Load()
    {
        if (Directory is null)
        {
            return NpgsqlFactory.Instance;
        }

        if (Problem() is { } problem)
        {
            throw new ConnectorException(FailureKind.Config, $"database driver {Assembly}: {problem}");
        }

        try
        {
            var assembly = Loaded.GetOrAdd((Directory, Assembly), static key => new DriverContext(key.Item1, key.Item2).LoadFromAssemblyPath(Path.Combine(key.Item1, key.Item2)));
            return assembly.GetType(Factory)?.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory
                ?? throw new ConnectorException(FailureKind.Config, $"database driver {Assembly}: {Factory} is no provider factory with a public field Instance");
        }
        catch (Exception failure) when (failure is BadImageFormatException or IOException or TargetInvocationException)
        {
            throw new ConnectorException(FailureKind.Config, $"database driver {Assembly} cannot be loaded: is it built for .NET and complete?", failure);
        }
    }

    /// <summary>A quoted name of one to three parts. The parts passed <see cref="IsName"/>.</summary>
    public string Name(string name) => string.Join('.', name.Split('.').Select(part => Quote switch
    {
        "backtick" => $"`{part}`",
        "bracket" => $"[{part}]",
        _ => $"\"{part}\"",
    }));

    /// <summary>The n-th parameter of a statement. Parameters are added in the order of their markers.</summary>
    public string Parameter(int number) => Marker == "?" ? "?" : $"{Marker}p{number}";

    /// <summary>Letters, digits and _ in one to <paramref name="parts"/> parts with dots between: what can be quoted by any database.</summary>
    public static bool IsName(string name, int parts)
    {
        var pieces = name.Split('.');
        return pieces.Length <= parts && Array.TrueForAll(pieces, piece => piece.Length is > 0 and <= 63
            && (char.IsLetter(piece[0]) || piece[0] == '_') && piece.All(c => char.IsLetterOrDigit(c) || c == '_'));
    }

    private string? Problem()
    {
        if (!Path.IsPathRooted(Directory) || Path.GetFileName(Assembly) != Assembly)
        {
            return "the directory must be absolute and the assembly a plain file name";
        }

        var file = new FileInfo(Path.Combine(Directory!, Assembly));
        if (!file.Exists)
        {
            return "there is no such file";
        }

        const UnixFileMode others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        return !OperatingSystem.IsWindows() && ((file.UnixFileMode | new DirectoryInfo(Directory!).UnixFileMode) & others) != 0
            ? "others may write to it: it would be run as part of this program"
            : null;
    }
}
