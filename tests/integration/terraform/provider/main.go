// A stand-in for hashicorp/external, for machines that cannot build its released module: the data
// source `external` with program, query and result, by the contract of its documentation.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log"
	"os/exec"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type external struct{}

func (external) Metadata(_ context.Context, _ provider.MetadataRequest, answer *provider.MetadataResponse) {
	answer.TypeName = "external"
}

func (external) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (external) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (external) Resources(context.Context) []func() resource.Resource { return nil }

func (external) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return program{} }}
}

type program struct{}

type call struct {
	Program    []string                `tfsdk:"program"`
	Query      map[string]types.String `tfsdk:"query"`
	WorkingDir types.String            `tfsdk:"working_dir"`
	Result     map[string]string       `tfsdk:"result"`
	ID         types.String            `tfsdk:"id"`
}

func (program) Metadata(_ context.Context, _ datasource.MetadataRequest, answer *datasource.MetadataResponse) {
	answer.TypeName = "external"
}

func (program) Schema(_ context.Context, _ datasource.SchemaRequest, answer *datasource.SchemaResponse) {
	answer.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"program":     schema.ListAttribute{Required: true, ElementType: types.StringType},
		"query":       schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"working_dir": schema.StringAttribute{Optional: true},
		"result":      schema.MapAttribute{Computed: true, ElementType: types.StringType},
		"id":          schema.StringAttribute{Computed: true},
	}}
}

func (program) Read(ctx context.Context, request datasource.ReadRequest, answer *datasource.ReadResponse) {
	var asked call
	answer.Diagnostics.Append(request.Config.Get(ctx, &asked)...)
	if answer.Diagnostics.HasError() {
		return
	}
	given := map[string]string{} // a null is as if it were not there
	for key, value := range asked.Query {
		if !value.IsNull() {
			given[key] = value.ValueString()
		}
	}
	query, err := json.Marshal(given)
	if err != nil {
		answer.Diagnostics.AddError("Query Handling Failed", err.Error())
		return
	}
	command := exec.CommandContext(ctx, asked.Program[0], asked.Program[1:]...)
	command.Dir = asked.WorkingDir.ValueString()
	command.Stdin = bytes.NewReader(query)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	output, err := command.Output()
	if err != nil {
		answer.Diagnostics.AddError("External Program Execution Failed", complaint.String()+err.Error())
		return
	}
	if err := json.Unmarshal(output, &asked.Result); err != nil {
		answer.Diagnostics.AddError("Unexpected External Program Results", err.Error())
		return
	}
	asked.ID = types.StringValue("-")
	answer.Diagnostics.Append(answer.State.Set(ctx, &asked)...)
}

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return external{} },
		providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/external"})
	if err != nil {
		log.Fatal(err)
	}
}
