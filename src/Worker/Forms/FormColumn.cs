using CreditHub.Pipelines.Catalog;

namespace CreditHub.Worker.Forms;

/// <summary>One column of a form. <paramref name="Words"/>: what may be chosen, empty where anything may be written. <paramref name="Several"/>: more than one word may stand in a cell.</summary>
internal sealed record FormColumn(string Header, FieldDefinition Field, IReadOnlyList<string> Words, bool Several);
