using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// Which fields of a dataset a platform is sent: those of a level it may see, of them those on its list where it has one, without those it leaves out.
/// What is not allowed is denied. Pure.
/// </summary>
internal static class PlatformFields
{
    /// <summary>Whether the field is part of what the platform is sent.</summary>
    public static bool Sends(PlatformDefinition platform, DatasetDefinition dataset, FieldDefinition field) =>
        MaySee(platform, LevelOf(dataset, field))
        && (!platform.Fields.TryGetValue(dataset.Code, out var only) || only.Contains(field.Code))
        && !(platform.Omit.TryGetValue(dataset.Code, out var omitted) && omitted.Contains(field.Code));

    /// <summary>Codes of the fields that stay here, in catalog order.</summary>
    public static IReadOnlyList<string> LeftOut(PlatformDefinition platform, DatasetDefinition dataset) =>
        [.. dataset.Fields.Where(field => !Sends(platform, dataset, field)).Select(field => field.Code)];

    /// <summary>The field's level: its own, else the dataset's.</summary>
    public static Disclosure LevelOf(DatasetDefinition dataset, FieldDefinition field) => field.Disclosure ?? dataset.Disclosure;

    /// <summary>Whether the platform may see what is of this level: 不公开 goes nowhere, and who publishes sees only what is public.</summary>
    public static bool MaySee(PlatformDefinition platform, Disclosure level) =>
        level != Disclosure.Restricted && platform.Disclosure.Contains(level) && (!platform.Publishes || level == Disclosure.Public);

    /// <summary>Whether the platform takes the dataset.</summary>
    public static bool Takes(PlatformDefinition platform, string dataset) => platform.Datasets.Contains("*") || platform.Datasets.Contains(dataset);
}
