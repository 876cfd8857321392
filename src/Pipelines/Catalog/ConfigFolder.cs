using CreditHub.Pipelines.Catalog.Checks;
using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Catalog.Shapes;

namespace CreditHub.Pipelines.Catalog;

/// <summary>Reads the config folder: every mistake of every file in one go, or a snapshot.</summary>
public static class ConfigFolder
{
    /// <summary>
    /// Reads and checks everything below <paramref name="configDirectory"/> but <c>appsettings.json</c>. Never throws for what an
    /// administrator wrote. <paramref name="sender"/>: code of this hub at the platforms.
    /// </summary>
    public static ConfigResult Load(string configDirectory, string sender, ConfigKinds kinds)
    {
        var files = ConfigFiles.Read(configDirectory);
        CheckSender(sender, files);
        var connectors = Read(files, ConfigFiles.Connectors, ConnectorShape.Shape, ConnectorReader.Read, connector => connector.Name);
        var platforms = Read(files, ConfigFiles.Platforms, PlatformShape.Shape, PlatformReader.Read, platform => platform.Name);
        var calendars = ReadCalendars(files);
        var known = ReadCatalog(files);
        connectors.ForEach(connector => new ConnectorChecks(connector.Definition, connector.File, connector.Root, known, kinds).Run());
        platforms.ForEach(platform => PlatformChecks.Run(platform.Definition, platform.File, platform.Root, known, kinds));
        platforms.ForEach(platform => PlatformChecks.CheckPlaces(platform.Root, [.. platforms.Select(each => each.Definition)], known, platform.File.Findings));

        var corrections = Read(files, ConfigFiles.Overrides, OverrideShape.Shape, OverrideReader.Read, correction => correction.Name);
        var correctionChecks = new OverrideChecks(known);
        corrections.ForEach(correction => correctionChecks.Run(correction.Definition, correction.File, correction.Root));

        var findings = files.Findings.SelectMany(of => of.InOrder()).ToList();
        return findings.Count > 0 ? new ConfigResult(null, findings) : new ConfigResult(
            new CatalogSnapshot
            {
                Datasets = PlatformScopes.Apply(known.Datasets, platforms.Select(platform => platform.Definition)),
                CodeSets = known.CodeSets,
                Connectors = connectors.ToDictionary(connector => connector.Definition.Name, connector => connector.Definition),
                Platforms = platforms.ToDictionary(platform => platform.Definition.Name, platform => platform.Definition),
                Forbidden = known.Forbidden,
                Overrides = [.. corrections.Select(correction => correction.Definition)],
                WorkingDays = new WorkingDays(calendars),
                Sender = sender,
                Digest = files.Digest(),
            },
            findings);
    }

    /// <summary>
    /// Reads and checks datasets and code sets alone: for showing them where the references of connectors and platforms are not set. The snapshot
    /// has neither connectors nor platforms nor calendars and is not for running.
    /// </summary>
    public static ConfigResult LoadCatalog(string configDirectory)
    {
        var files = ConfigFiles.Read(configDirectory);
        var known = ReadCatalog(files);
        var findings = files.Findings.Where(of => IsCatalog(of.File)).SelectMany(of => of.InOrder()).ToList();
        return findings.Count > 0 ? new ConfigResult(null, findings) : new ConfigResult(
            new CatalogSnapshot
            {
                Datasets = known.Datasets,
                CodeSets = known.CodeSets,
                Connectors = new Dictionary<string, ConnectorDefinition>(),
                Platforms = new Dictionary<string, PlatformDefinition>(),
                Forbidden = known.Forbidden,
                WorkingDays = new WorkingDays(new Dictionary<int, YearCalendar>()),
                Sender = "",
                Digest = files.Digest(),
            },
            findings);
    }

    private static bool IsCatalog(string file) =>
        file.Split('/')[0] is ConfigFiles.Catalog or ConfigFiles.CodeSets;

    private static KnownNames ReadCatalog(ConfigFiles files)
    {
        var codeSets = Read(files, ConfigFiles.CodeSets, CodeSetShape.Shape, CodeSetReader.Read, set => set.Code);
        var datasets = Read(files, ConfigFiles.Catalog, DatasetShape.Shape, DatasetReader.Read, set => $"{set.Code} ({set.Edition})");
        var known = Names(files, codeSets, datasets, ReadForbidden(files));
        codeSets.ForEach(set => CodeSetChecks.Run(set.File, set.Root));
        datasets.ForEach(dataset => new DatasetChecks(dataset.Definition, dataset.File, dataset.Root, known).Run());
        return known;
    }

    private static void CheckSender(string sender, ConfigFiles files)
    {
        if (sender.Length is 0 or > 32 || !sender.All(char.IsAsciiLetterOrDigit))
        {
            files.FindingsOf("appsettings.json").Add(0, "$.Hub.Sender", sender, "the sender code must be 1 to 32 letters and digits", "write the code the platforms gave this city, such as 411000");
        }
    }

    private static List<Loaded<T>> Read<T>(ConfigFiles files, string area, Shape shape, Func<ConfigFile, ConfigNode, T> read, Func<T, string> name)
    {
        var all = new List<Loaded<T>>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.In(area))
        {
            if (file.Root is not { } root)
            {
                continue;
            }

            ShapeCheck.Check(root, shape, file.Findings);
            var definition = read(file, root);
            all.Add(new Loaded<T>(definition, file, root));
            if (!names.TryAdd(name(definition), file.Name))
            {
                file.Findings.Add(root, name(definition), $"the name is taken by {names[name(definition)]}", "give each file its own name, inside and outside");
            }
        }

        return all;
    }

    private static Dictionary<int, YearCalendar> ReadCalendars(ConfigFiles files)
    {
        var years = new Dictionary<int, YearCalendar>();
        foreach (var file in files.In(ConfigFiles.Calendars))
        {
            if (file.Root is { } root)
            {
                ShapeCheck.Check(root, CalendarShape.Shape, file.Findings);
                var (year, calendar) = CalendarChecks.Run(file, root);
                years[year] = calendar;
            }
        }

        return years;
    }

    private static IReadOnlyList<ForbiddenDefinition> ReadForbidden(ConfigFiles files)
    {
        if (files.In(ConfigFiles.Forbidden) is not [{ Root: { } root } file])
        {
            return [];
        }

        ShapeCheck.Check(root, ForbiddenShape.Shape, file.Findings);
        ForbiddenChecks.CheckList(root, file.Findings);
        return ForbiddenReader.Read(root);
    }

    private static KnownNames Names(
        ConfigFiles files, List<Loaded<CodeSetDefinition>> codeSets, List<Loaded<DatasetDefinition>> datasets, IReadOnlyList<ForbiddenDefinition> forbidden) => new()
    {
        Forbidden = forbidden,
        CodeSets = codeSets.DistinctBy(set => set.Definition.Code).ToDictionary(set => set.Definition.Code, set => set.Definition),
        CodeSetNames = codeSets.Select(set => set.Definition.Code).Concat(files.In(ConfigFiles.CodeSets).Select(file => file.Stem)).ToHashSet(),
        Datasets = datasets.Select(dataset => dataset.Definition).DistinctBy(set => (set.Code, set.Edition)).ToDictionary(set => (set.Code, set.Edition)),
        Editions = datasets.Select(dataset => (dataset.Definition.Code, dataset.Definition.Edition))
            .Concat(files.In(ConfigFiles.Catalog).Select(file => (Code: file.Stem, Edition: file.Folder)))
            .GroupBy(entry => entry.Code).ToDictionary(group => group.Key, group => (IReadOnlySet<string>)group.Select(entry => entry.Edition).ToHashSet()),
    };

    private sealed record Loaded<T>(T Definition, ConfigFile File, ConfigNode Root);
}
